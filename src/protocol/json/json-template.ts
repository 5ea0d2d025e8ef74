import { parseJsonString } from './json-string';

/** What a JSON text says when all that matters in it is one string; `kind` tells which one. */
export interface Saying {
  readonly kind: string;
  readonly text: string;
}

/** A text that no event has: where it comes out again is where the text of a template stands. */
const PROBE = '\u0001 probe';

/** Templates in a row that fitted nothing, after which no more are made. */
const MAX_FRUITLESS = 4;

/**
 * Reads JSON texts that differ from an earlier one in a single string, as the events of a stream do:
 * the rest is compared instead of parsed, which costs a fifth. What it gives is what parsing would
 * give: a template is made only where another string in that place is read back from the same place.
 */
export class JsonTemplate {
  private prefix = '';
  private suffix = '';
  private kind: string | undefined;
  private fruitless = 0;
  private readonly interpret: (json: string) => Saying | undefined;

  /** `interpret` parses a text in full, and gives nothing when it says more than one string. */
  constructor(interpret: (json: string) => Saying | undefined) {
    this.interpret = interpret;
  }

  /** What a text says that fits the template; `undefined` for every other text. */
  read(json: string): Saying | undefined {
    const { prefix, suffix, kind } = this;
    const end = json.length - suffix.length;
    if (kind === undefined || end < prefix.length) return undefined;
    // V8 compares two strings seven times as fast as it finds out what a string starts with.
    const head = json.slice(0, prefix.length);
    const tail = json.slice(end);
    if (head !== prefix || tail !== suffix) return undefined;
    const text = parseJsonString(json.slice(prefix.length, end));
    if (text === undefined) return undefined;
    this.fruitless = 0;
    return { kind, text };
  }

  /** Makes the template of a text that was parsed and says this. */
  learn(json: string, { kind, text }: Saying): void {
    if (this.fruitless >= MAX_FRUITLESS) return;
    this.fruitless += 1;
    this.kind = undefined;
    const literal = JSON.stringify(text);
    const start = json.indexOf(literal);
    if (start < 0) return;
    const prefix = json.slice(0, start);
    const suffix = json.slice(start + literal.length);
    const probed = this.interpret(prefix + JSON.stringify(PROBE) + suffix);
    if (probed?.text !== PROBE || probed.kind !== kind) return;
    this.prefix = prefix;
    this.suffix = suffix;
    this.kind = kind;
  }
}
