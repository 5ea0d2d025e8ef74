import { isDeeperThan } from '../../../../protocol/json/json-depth';
import { JsonProgress } from '../../../../protocol/json/json-progress';

/** Deeper arguments are refused, so that nothing that recurses over them can exhaust the stack. */
const MAX_DEPTH = 256;

/**
 * The arguments of one call: one JSON object, taken from deltas of text, or from a whole value where
 * a server gives one. Drops blanks before the object and everything after it.
 */
export class CallArguments {
  private readonly progress = new JsonProgress();
  /** What was said before it was clear that it is an object. */
  private lead = '';
  private isObject = false;
  private isInvalid = false;
  private taken = '';

  /** The valid part of the object so far. */
  get text(): string {
    return this.taken;
  }

  get isComplete(): boolean {
    return this.progress.isComplete && !this.isInvalid;
  }

  /** True when nothing was said: no text, blanks, or the word for nothing. */
  get isEmpty(): boolean {
    return !this.isObject && !this.isInvalid && ['', 'null'].includes(this.lead);
  }

  /** Gives the text by which the object grew. */
  push(value: unknown): string {
    if (value === undefined || value === null || this.isInvalid) return '';
    const text = typeof value === 'string' ? this.findObject(value) : this.fromValue(value);
    const valid = text.slice(0, this.progress.push(text));
    this.isInvalid ||= this.progress.isBroken;
    this.taken += valid;
    return valid;
  }

  /** Makes arguments of which nothing was said the empty object. */
  completeEmpty(): string {
    if (!this.isEmpty) return '';
    this.lead = '';
    return this.push('{}');
  }

  private findObject(text: string): string {
    if (this.isObject) return text;
    const lead = (this.lead + text).trimStart();
    if (lead.startsWith('{')) {
      this.isObject = true;
      return lead;
    }
    this.lead = lead.trimEnd();
    this.isInvalid = !'null'.startsWith(this.lead);
    return '';
  }

  /** A server that sends a value instead of its text sends it whole, so it is the first or a repeat. */
  private fromValue(value: unknown): string {
    if (this.isObject) return '';
    if (typeof value !== 'object' || isDeeperThan(value, MAX_DEPTH)) {
      this.isInvalid = true;
      return '';
    }
    return this.findObject(JSON.stringify(value));
  }
}
