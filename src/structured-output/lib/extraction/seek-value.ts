import type { JsonShape } from './json-shape';

/** What follows a bracket that opens a value which is worth sending at once. */
const FOLLOWS_BRACE = '"';
const FOLLOWS_BRACKET = '"{[';
const FOLLOWS_FIRST_BRACKET = '"{[-0123456789';
const LONGEST_HEAD = 24;

interface Bracket {
  readonly offset: number;
  readonly character: string;
  /** Nothing but a fence stands before it. */
  readonly isFirst: boolean;
}

/**
 * Finds where an object or array begins in text that arrives, in O(n): the first bracket that JSON
 * can follow. Strict, because what begins there is sent; what it does not find can be found when the
 * text is whole. A thought at the start is passed over.
 */
export class ValueSeeker {
  private offset = 0;
  private bracket: Bracket | undefined;
  /** The first characters, blanks left out. */
  private head = '';
  /** Last characters of a thought. */
  private thought: string | undefined;
  /** Something else than the value may have begun: only the whole text can tell. */
  private isLost = false;

  constructor(private readonly shape: JsonShape) {}

  /** The offset in the whole text at which the value begins; `undefined` while there is none. */
  push(text: string): number | undefined {
    if (this.isLost) return undefined;
    for (let index = 0; index < text.length; index += 1) {
      const character = text.charAt(index);
      if (this.thought !== undefined) this.readThought(character);
      else if (!isBlank(character)) {
        const { bracket } = this;
        if (bracket !== undefined && this.isFollowedBy(bracket, character)) {
          if (this.isWanted(bracket)) return bracket.offset;
          this.isLost = true;
          return undefined;
        }
        this.read(character, this.offset + index);
      }
    }
    this.offset += text.length;
    return undefined;
  }

  private readThought(character: string): void {
    const thought = `${this.thought ?? ''}${character}`.slice(-'</think>'.length);
    this.thought = thought === '</think>' ? undefined : thought;
    if (this.thought === undefined) this.head = '';
  }

  private read(character: string, offset: number): void {
    const isBracket = character === '{' || character === '[';
    const isFirst = isBracket && /^(?:```[\w-]*)?$/.test(this.head);
    this.bracket = isBracket ? { offset, character, isFirst } : undefined;
    if (this.head.length < LONGEST_HEAD) this.head += character;
    if (this.head === '<think>') this.thought = '';
  }

  private isFollowedBy({ character: bracket, isFirst }: Bracket, character: string): boolean {
    if (bracket === '{') return FOLLOWS_BRACE.includes(character);
    return (isFirst ? FOLLOWS_FIRST_BRACKET : FOLLOWS_BRACKET).includes(character);
  }

  private isWanted({ character, isFirst }: Bracket): boolean {
    const { allowsObject, allowsArray, allowsScalar } = this.shape;
    // Within a text that is the answer, a bracket says nothing.
    if (allowsScalar && !isFirst) return false;
    return character === '{' ? allowsObject : allowsArray;
  }
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}
