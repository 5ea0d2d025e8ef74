import { safeParseJson } from '../../../protocol/json/safe-parse-json';
import { toJsonLiteral } from '../json-literal';

/** What a scanner tells while it reads. */
export interface JsonListener {
  /** A container opens; called before its `clean` text. */
  open(bracket: '{' | '['): void;
  /** A container closed; called after its `clean` text. */
  close(): void;
  key(name: string): void;
  stringStart(): void;
  /** Decoded text of the string value that is being read. */
  stringText(text: string): void;
  stringEnd(): void;
  /** A number, boolean or null, complete. */
  literal(): void;
  /** The next piece of the same value as compact, valid JSON text. */
  clean(text: string): void;
}

type State =
  | 'value'
  | 'value-or-end'
  | 'key'
  | 'colon'
  | 'comma-or-end'
  | 'string'
  | 'escape'
  | 'literal'
  | 'done'
  | 'invalid';

const MAX_DEPTH = 256;
const BLANKS = /[ \t\r\n]*/y;
const PLAIN_TEXT = /[^"\\\p{Cc}]+/uy;
const LITERAL_TEXT = /[-+.\w]+/y;

/**
 * Reads one JSON value as its text arrives, in O(n). Tolerates what models get wrong and what has
 * one meaning only: raw line breaks and invalid escapes in strings, a comma before a closing
 * bracket, Python's literals. Everything else that is no JSON makes it `invalid`.
 */
export class JsonScanner {
  private state: State = 'value';
  private readonly containers: ('{' | '[')[] = [];
  private isKey = false;
  private keyText = '';
  private token = '';
  private hasComma = false;

  constructor(private readonly listener: JsonListener) {}

  get isDone(): boolean {
    return this.state === 'done';
  }

  get isInvalid(): boolean {
    return this.state === 'invalid';
  }

  get depth(): number {
    return this.containers.length;
  }

  /** Reads on; gives how many characters of `text` belong to the value. */
  push(text: string): number {
    let index = 0;
    while (index < text.length && !this.isDone && !this.isInvalid) {
      index = this.step(text, index);
    }
    return index;
  }

  private step(text: string, index: number): number {
    switch (this.state) {
      case 'string':
        return this.readString(text, index);
      case 'escape':
        return this.readEscape(text, index);
      case 'literal':
        return this.readLiteral(text, index);
      default:
        return this.readBlanks(text, index);
    }
  }

  private readBlanks(text: string, index: number): number {
    const next = index + matchLength(BLANKS, text, index);
    if (next === text.length) return next;
    this.readStructure(text.charAt(next));
    // The first character of a literal is part of it: it is read again.
    return this.state === 'literal' ? next : next + 1;
  }

  private readStructure(character: string): void {
    switch (this.state) {
      case 'colon':
        if (character !== ':') this.fail();
        else {
          this.listener.clean(':');
          this.state = 'value';
        }
        return;
      case 'comma-or-end':
        if (character === ',') {
          this.hasComma = true;
          this.state = this.containers.at(-1) === '{' ? 'key' : 'value-or-end';
        } else this.close(character);
        return;
      case 'key':
        if (character === '"') this.startString(true);
        else this.close(character);
        return;
      default:
        this.startValue(character);
    }
  }

  private startValue(character: string): void {
    if (character === '"') this.startString(false);
    else if (character === '{' || character === '[') this.open(character);
    else if (character === ']' && this.state === 'value-or-end') this.close(character);
    else if (/[-\w]/.test(character)) {
      this.writeComma();
      this.token = '';
      this.state = 'literal';
    } else this.fail();
  }

  private open(bracket: '{' | '['): void {
    this.writeComma();
    this.listener.open(bracket);
    this.listener.clean(bracket);
    this.containers.push(bracket);
    this.state = bracket === '{' ? 'key' : 'value-or-end';
    if (this.containers.length > MAX_DEPTH) this.fail();
  }

  private close(character: string): void {
    const expected = this.containers.at(-1) === '{' ? '}' : ']';
    if (character !== expected) {
      this.fail();
      return;
    }
    this.hasComma = false;
    this.containers.pop();
    this.listener.clean(character);
    this.listener.close();
    this.endValue();
  }

  private startString(isKey: boolean): void {
    this.writeComma();
    this.isKey = isKey;
    this.keyText = '';
    this.state = 'string';
    if (!isKey) this.listener.stringStart();
    this.listener.clean('"');
  }

  private readString(text: string, index: number): number {
    const length = matchLength(PLAIN_TEXT, text, index);
    if (length > 0) {
      const plain = text.slice(index, index + length);
      this.writeText(plain, plain);
      return index + length;
    }
    const character = text.charAt(index);
    if (character === '"') this.endString();
    else if (character === '\\') {
      this.token = '\\';
      this.state = 'escape';
    } else this.writeText(character, JSON.stringify(character).slice(1, -1));
    return index + 1;
  }

  private readEscape(text: string, index: number): number {
    const character = text.charAt(index);
    if (this.token.startsWith('\\u') && !/[\da-f]/i.test(character)) {
      this.state = 'string';
      this.writeText(this.token, JSON.stringify(this.token).slice(1, -1));
      return index;
    }
    this.token += character;
    if (this.token.startsWith('\\u') && this.token.length < 6) return index + 1;
    const decoded = safeParseJson(`"${this.token}"`);
    this.state = 'string';
    // `\d` and the like: the model meant the backslash.
    if (typeof decoded === 'string') this.writeText(decoded, this.token);
    else this.writeText(this.token, JSON.stringify(this.token).slice(1, -1));
    return index + 1;
  }

  private endString(): void {
    this.listener.clean('"');
    if (this.isKey) {
      this.listener.key(this.keyText);
      this.state = 'colon';
    } else {
      this.listener.stringEnd();
      this.endValue();
    }
  }

  private readLiteral(text: string, index: number): number {
    const length = matchLength(LITERAL_TEXT, text, index);
    this.token += text.slice(index, index + length);
    if (index + length === text.length) return index + length;
    this.endLiteral();
    return index + length;
  }

  private endLiteral(): void {
    const literal = toJsonLiteral(this.token);
    if (literal === undefined) {
      this.fail();
      return;
    }
    this.listener.clean(literal);
    this.listener.literal();
    this.endValue();
  }

  private writeText(decoded: string, json: string): void {
    if (this.isKey) this.keyText += decoded;
    else this.listener.stringText(decoded);
    this.listener.clean(json);
  }

  private writeComma(): void {
    if (this.hasComma) this.listener.clean(',');
    this.hasComma = false;
  }

  private endValue(): void {
    this.state = this.containers.length === 0 ? 'done' : 'comma-or-end';
  }

  private fail(): void {
    this.state = 'invalid';
  }
}

function matchLength(pattern: RegExp, text: string, index: number): number {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0].length ?? 0;
}
