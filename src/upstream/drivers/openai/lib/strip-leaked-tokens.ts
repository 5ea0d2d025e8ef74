import type { StreamPart } from '../../../../protocol/stream-part';
import { tagAtStart } from '../../../../protocol/text/find-potential-tag';
import type { Transform } from '../../../../protocol/transform';

/** GLM marks the result of a task with these; they belong to no text. */
const BOX_TOKENS = ['<|begin_of_box|>', '<|end_of_box|>'];

/** The model ends its turn with one of these; servers with other stop tokens let them through. */
const END_TOKENS = ['<|observation|>', '<|user|>', '<|endoftext|>'];

const TOKENS = [...BOX_TOKENS, ...END_TOKENS];
const LONGEST = Math.max(...TOKENS.map((token) => token.length));

/**
 * Takes the control tokens of GLM out of the text where they leak: those of a box anywhere, those
 * of the turn's end where the text ends; in the middle of a text they are text. Also takes the blanks
 * off the beginning of the answer: GLM starts it with a line break.
 *
 * Input and output: stream parts; all but text pass. Holds back a possible token, tokens of the end
 * and the blanks after them.
 */
export class LeakedTokenStripper implements Transform<StreamPart, StreamPart> {
  private partial = '';
  /** Tokens and blanks that are dropped unless text follows. */
  private ending = '';
  private hasText = false;

  push(part: StreamPart): readonly StreamPart[] {
    if (part.type === 'usage') return [part];
    if (part.type === 'rewrite') return [this.rewrite(part)];
    if (part.type === 'text') {
      return this.isPlain(part.text) ? [part] : toParts(this.read(part.text));
    }
    return [...this.flush(), part];
  }

  flush(): readonly StreamPart[] {
    const text = this.partial.length > 0 ? this.say(this.partial) : '';
    this.partial = '';
    this.ending = '';
    return toParts(text);
  }

  /** Whether a text is given as it is. */
  private isPlain(text: string): boolean {
    const holdsNothing = this.partial.length === 0 && this.ending.length === 0;
    return holdsNothing && this.hasText && text.length > 0 && !text.includes('<');
  }

  private rewrite(part: Extract<StreamPart, { type: 'rewrite' }>): StreamPart {
    if (part.channel === 'text') {
      this.partial = '';
      this.ending = '';
      this.hasText = false;
    }
    const stripper = new LeakedTokenStripper();
    const parts = [...stripper.push({ type: 'text', text: part.text }), ...stripper.flush()];
    const text = parts.map((piece) => (piece.type === 'text' ? piece.text : '')).join('');
    return { ...part, text };
  }

  private read(delta: string): string {
    const text = this.partial + delta;
    this.partial = '';
    let output = '';
    let start = 0;
    while (start < text.length) {
      const angle = text.indexOf('<', start);
      output += this.say(text.slice(start, angle < 0 ? text.length : angle));
      if (angle < 0) break;
      const token = tagAtStart(text.slice(angle, angle + LONGEST), TOKENS);
      if (token === 'partial') {
        this.partial = text.slice(angle);
        break;
      }
      start = angle + (token?.length ?? 1);
      const found = text.slice(angle, start);
      if (END_TOKENS.includes(found)) this.ending += found;
      else if (token === undefined) output += this.say(found);
    }
    return output;
  }

  private say(text: string): string {
    const isBlank = text.trim().length === 0;
    if (this.ending.length > 0 && isBlank) {
      this.ending += text;
      return '';
    }
    if (!this.hasText && isBlank) return '';
    const said = this.ending + text;
    this.ending = '';
    const fresh = this.hasText ? said : said.trimStart();
    this.hasText = true;
    return fresh;
  }
}

function toParts(text: string): readonly StreamPart[] {
  return text.length > 0 ? [{ type: 'text', text }] : [];
}
