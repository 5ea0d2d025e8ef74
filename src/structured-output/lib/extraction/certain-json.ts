/**
 * Tells which part of valid JSON text would outlast a repair of what follows, so that it can be sent.
 *
 * Input: the text of one value, strictly valid so far. Holds back what a repair may change once the
 * text deviates: a comma that turns out to be the last one, the quote that ends a text too early, an
 * escape or a number or a word that is not whole, and blanks among these.
 */
export class CertainJson {
  private held = '';
  private isInText = false;
  /** Characters until the escape is whole; -1 when its kind is not known yet. */
  private missing = 0;

  push(text: string): string {
    let certain = -1;
    for (let index = 0; index < text.length; index += 1) {
      const character = text.charAt(index);
      if (this.isInText) {
        if (this.readText(character)) certain = index + 1;
      } else if (character === ',') certain = Math.max(certain, index);
      else if ('{}[]:"'.includes(character)) {
        this.isInText = character === '"';
        certain = index + 1;
      }
    }
    if (certain < 0) {
      this.held += text;
      return '';
    }
    const sendable = this.held + text.slice(0, certain);
    this.held = text.slice(certain);
    return sendable;
  }

  /** What was held back. */
  flush(): string {
    const { held } = this;
    this.held = '';
    return held;
  }

  /** Whether the text is certain up to and including the character. */
  private readText(character: string): boolean {
    if (this.missing === 0) {
      if (character === '\\') this.missing = -1;
      else if (character === '"') this.isInText = false;
      else return true;
      return false;
    }
    if (this.missing > 0) this.missing -= 1;
    else this.missing = character === 'u' ? 4 : 0;
    return this.missing === 0;
  }
}
