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
export function parseDockerfile(text: string): readonly Stage[] {
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
