/**
 * A text in which `*` stands for any run of characters, also for none; case does not matter.
 *
 * Looks for the pieces between the stars from left to right and never goes back: the first place of
 * a piece leaves the most room for the rest, so no other place could fit where that one does not.
 */
export class Wildcard {
  private readonly head: string;
  private readonly middle: readonly string[];
  /** Absent without a star: then the head is everything. */
  private readonly tail: string | undefined;

  constructor(pattern: string) {
    const [head = '', ...rest] = pattern.toLowerCase().split('*');
    this.head = head;
    this.tail = rest.pop();
    this.middle = rest;
  }

  matches(name: string): boolean {
    const text = name.toLowerCase();
    if (this.tail === undefined) return text === this.head;
    if (!text.startsWith(this.head)) return false;
    let position = this.head.length;
    for (const piece of this.middle) {
      const found = text.indexOf(piece, position);
      if (found < 0) return false;
      position = found + piece.length;
    }
    return text.length - this.tail.length >= position && text.endsWith(this.tail);
  }
}
