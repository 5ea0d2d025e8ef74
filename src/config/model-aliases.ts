import { Wildcard } from '../protocol/text/wildcard';

/** A name that stands for a model. */
export interface ModelAlias {
  /** As it was configured: a name, or a pattern in which `*` stands for any run of characters. */
  readonly name: string;
  /** The name of the model. */
  readonly model: string;
}

/** Aliases, and what is wrong with their configuration: told by position, never by value. */
export interface ParsedAliases {
  readonly aliases: readonly ModelAlias[];
  readonly problems: readonly string[];
}

/** Reads the items of `MODEL_ALIASES`, each of the form `name=model`. */
export function parseModelAliases(items: readonly string[]): ParsedAliases {
  const pairs = items.map((item) => item.split('=').map((side) => side.trim()));
  const problems = pairs.flatMap((pair, position) =>
    pairProblems(pair).map((problem) => `${place(position)} ${problem}`),
  );
  const aliases = pairs.map(([name = '', model = '']) => ({ name, model }));
  if (problems.length > 0) return { aliases: [], problems };
  return { aliases, problems: [...orderProblems(aliases), ...chainProblems(aliases)] };
}

/** Whether the name of an alias stands for more than itself. */
export function isPattern(name: string): boolean {
  return name.includes('*');
}

function pairProblems(pair: readonly string[]): readonly string[] {
  const [name, model] = pair;
  if (pair.length !== 2) return ['must have the form name=model'];
  if (name === '') return ['has no name before the ='];
  if (model === '') return ['has no model after the ='];
  return model !== undefined && isPattern(model)
    ? ['must name one model: * may stand before the = only']
    : [];
}

/** An alias whose names all belong to an earlier one: the first that fits wins, so it does nothing. */
function orderProblems(aliases: readonly ModelAlias[]): readonly string[] {
  const wildcards = aliases.map(({ name }) => new Wildcard(name));
  return aliases.flatMap(({ name }, position) => {
    // A pattern that fits another one as a text, star for star, fits whatever that one fits.
    const first = wildcards.findIndex((wildcard) => wildcard.matches(name));
    if (first === position) return [];
    const isSame = aliases[first]?.name.toLowerCase() === name.toLowerCase();
    const problem = isSame ? 'repeats the name of' : 'never applies after';
    return [`${place(position)} ${problem} ${place(first)}`];
  });
}

/** Patterns may fit the name of a model, which is the model all the same; an exact alias is a mistake. */
function chainProblems(aliases: readonly ModelAlias[]): readonly string[] {
  const names = aliases.map(({ name }) => name.toLowerCase());
  return aliases.flatMap(({ model }, position) => {
    const other = names.indexOf(model.toLowerCase());
    return other < 0 ? [] : [`${place(position)} must name a model, not the alias ${place(other)}`];
  });
}

function place(position: number): string {
  return `MODEL_ALIASES[${String(position)}]`;
}
