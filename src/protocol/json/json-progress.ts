import { NumberProgress } from './number-progress';

/** Deeper values are taken for broken: no consumer has to recurse further than this. */
const MAX_DEPTH = 256;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;

/** What must come next. */
type Expected =
  | 'value'
  | 'value or ]'
  | 'key'
  | 'key or }'
  | 'colon'
  | 'comma or close'
  | 'string'
  | 'escape'
  | 'hexadecimal'
  | 'number'
  | 'literal'
  | 'nothing';

/**
 * Follows one JSON value (RFC 8259, without any tolerance) while its text arrives, in O(n): says
 * how far the text is valid, and when the value is complete. A complete value with more text after
 * it stays complete; the rest does not belong to it.
 *
 * A number at the top level is complete only when something else follows or at `end`.
 */
export class JsonProgress {
  private expected: Expected = 'value';
  /** The container that each level opened. */
  private readonly containers: ('{' | '[')[] = [];
  private isKey = false;
  private literal = '';
  private missingDigits = 0;
  private number = new NumberProgress();
  private broken = false;

  /** True once the value is whole. */
  get isComplete(): boolean {
    return this.expected === 'nothing' && !this.broken;
  }

  /** True once no continuation can make the text valid. */
  get isBroken(): boolean {
    return this.broken;
  }

  /** How many UTF-16 units from the start of `text` belong to the value, blanks before it included. */
  push(text: string): number {
    let offset = 0;
    while (offset < text.length && !this.broken && this.expected !== 'nothing') {
      if (this.expected === 'string') {
        offset = this.readString(text, offset);
      } else if (this.read(text.charAt(offset))) {
        offset += 1;
      }
    }
    return offset;
  }

  /** Tells that no more text comes. True when the value is complete. */
  end(): boolean {
    if (this.expected === 'number' && this.number.isWhole && this.containers.length === 0) {
      this.expected = 'nothing';
    }
    return this.isComplete;
  }

  /** Reads what needs no decision per character at once: most of a JSON text is inside strings. */
  private readString(text: string, from: number): number {
    for (let offset = from; offset < text.length; offset += 1) {
      const code = text.charCodeAt(offset);
      if (code === QUOTE) {
        if (this.isKey) this.expected = 'colon';
        else this.endValue();
        return offset + 1;
      }
      if (code === BACKSLASH) {
        this.expected = 'escape';
        return offset + 1;
      }
      if (code < FIRST_PRINTABLE) {
        this.broken = true;
        return offset;
      }
    }
    return text.length;
  }

  /** Whether the character was taken; if not, it breaks the value or the next state must look at it. */
  private read(character: string): boolean {
    switch (this.expected) {
      case 'escape':
        return this.readEscape(character);
      case 'hexadecimal':
        return this.readHexadecimal(character);
      case 'literal':
        return this.readLiteral(character);
      case 'number':
        return this.readNumber(character);
      default:
        return isBlank(character) || this.readStructure(character);
    }
  }

  private readStructure(character: string): boolean {
    switch (this.expected) {
      case 'value':
        return this.startValue(character);
      case 'value or ]':
        return character === ']' ? this.close('[') : this.startValue(character);
      case 'key':
        return this.startKey(character);
      case 'key or }':
        return character === '}' ? this.close('{') : this.startKey(character);
      case 'colon':
        return character === ':' ? this.expect('value') : this.break();
      default:
        return this.readSeparator(character);
    }
  }

  private readSeparator(character: string): boolean {
    const isObject = this.containers.at(-1) === '{';
    if (character === ',') return this.expect(isObject ? 'key' : 'value');
    if (character === '}') return this.close('{');
    return character === ']' ? this.close('[') : this.break();
  }

  private startValue(character: string): boolean {
    if (character === '{') return this.open('{');
    if (character === '[') return this.open('[');
    if (character === '"') {
      this.isKey = false;
      return this.expect('string');
    }
    const literal = LITERALS.get(character);
    if (literal !== undefined) {
      this.literal = literal;
      return this.expect('literal');
    }
    this.number = new NumberProgress();
    return this.number.push(character) ? this.expect('number') : this.break();
  }

  private startKey(character: string): boolean {
    if (character !== '"') return this.break();
    this.isKey = true;
    return this.expect('string');
  }

  private readEscape(character: string): boolean {
    if (character === 'u') {
      this.missingDigits = 4;
      return this.expect('hexadecimal');
    }
    return '"\\/bfnrt'.includes(character) ? this.expect('string') : this.break();
  }

  private readHexadecimal(character: string): boolean {
    if (!/[0-9a-f]/i.test(character)) return this.break();
    this.missingDigits -= 1;
    return this.missingDigits > 0 || this.expect('string');
  }

  private readLiteral(character: string): boolean {
    if (!this.literal.startsWith(character)) return this.break();
    this.literal = this.literal.slice(1);
    if (this.literal.length === 0) this.endValue();
    return true;
  }

  private readNumber(character: string): boolean {
    if (this.number.push(character)) return true;
    if (!this.number.isWhole) return this.break();
    this.endValue();
    return false;
  }

  private open(container: '{' | '['): boolean {
    if (this.containers.length === MAX_DEPTH) return this.break();
    this.containers.push(container);
    return this.expect(container === '{' ? 'key or }' : 'value or ]');
  }

  private close(container: '{' | '['): boolean {
    if (this.containers.at(-1) !== container) return this.break();
    this.containers.pop();
    this.endValue();
    return true;
  }

  private endValue(): void {
    this.expected = this.containers.length === 0 ? 'nothing' : 'comma or close';
  }

  private expect(expected: Expected): true {
    this.expected = expected;
    return true;
  }

  private break(): false {
    this.broken = true;
    return false;
  }
}

/** What must follow the first letter. */
const LITERALS: ReadonlyMap<string, string> = new Map([
  ['t', 'rue'],
  ['f', 'alse'],
  ['n', 'ull'],
]);

function isBlank(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}
