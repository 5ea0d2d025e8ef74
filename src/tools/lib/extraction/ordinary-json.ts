/**
 * Knows, while prose is read, whether it stands in ordinary JSON or a string of it: what looks like a call
 * there is data. JSON begins with a bracket and a quote, or several brackets; a line break, which no
 * JSON string holds, ends it. O(n), holds nothing back.
 */
export class OrdinaryJson {
  private depth = 0;
  /** Brackets were seen and nothing else yet: it may be no JSON at all. */
  private isOpening = false;
  private isString = false;
  private isEscape = false;

  get isInString(): boolean {
    return this.isString;
  }

  /** Whether a container is open. */
  get isInside(): boolean {
    return this.depth > 0;
  }

  /** Reads `text` from one offset up to another. */
  read(text: string, from: number, to: number): void {
    const piece = text.slice(from, to);
    let index = 0;
    while (index < piece.length) {
      if (this.depth === 0) {
        BRACKET.lastIndex = index;
        index = BRACKET.exec(piece)?.index ?? piece.length;
      }
      this.readCharacter(piece.charAt(index));
      index += 1;
    }
  }

  private readCharacter(character: string): void {
    if (this.isString) this.readInString(character);
    else if (character === '{' || character === '[') {
      this.isOpening ||= this.depth === 0;
      this.depth += 1;
    } else if (character === '}' || character === ']') {
      this.isOpening = false;
      this.depth -= 1;
    } else if (character === '"') {
      this.isOpening = false;
      this.isString = true;
    } else if (this.isOpening && !/\s/.test(character)) this.reset();
  }

  private readInString(character: string): void {
    if (character === '\n') this.reset();
    else if (this.isEscape) this.isEscape = false;
    else if (character === '\\') this.isEscape = true;
    else if (character === '"') this.isString = false;
  }

  private reset(): void {
    this.depth = 0;
    this.isOpening = false;
    this.isString = false;
    this.isEscape = false;
  }
}

const BRACKET = /[{[]/g;
