import { readProjectFile } from './deploy-files';

/** One instruction of a Dockerfile, on one line whatever its layout. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** One stage: its base and what follows. */
export interface Stage {
  readonly base: string;
  readonly alias: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** Splits a Dockerfile into stages; what stands before the first `FROM` is dropped. */
function parseDockerfile(text: string): readonly Stage[] {
  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  for (const { name, text: rest } of toInstructions(text)) {
    if (name === 'FROM') {
      const [base = '', , alias] = rest.split(/\s+/);
      stages.push({ base, alias, instructions: [] });
    } else stages.at(-1)?.instructions.push({ name, text: rest });
  }
  return stages;
}

function toInstructions(text: string): readonly Instruction[] {
  return text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', ...words] = line.split(/\s+/);
      return { name, text: words.join(' ') };
    });
}

/** The stages of the project's Dockerfile. */
export function readStages(): readonly Stage[] {
  return parseDockerfile(readProjectFile('Dockerfile'));
}

/** What follows each instruction of one name. */
export function textOf(stage: Stage | undefined, name: string): readonly string[] {
  return (stage?.instructions ?? [])
    .filter((instruction) => instruction.name === name)
    .map(({ text }) => text);
}

/** The words of an instruction of the image in exec form; in shell form this is no JSON and throws. */
export function commandOf(name: string): readonly string[] {
  const [text = ''] = textOf(readStages().at(-1), name);
  return JSON.parse(text.slice(text.indexOf('['))) as readonly string[];
}
