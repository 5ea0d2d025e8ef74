import { JsonProgress } from '../../../protocol/json/json-progress';
import { CertainJson } from './certain-json';
import { cutJson, extractJson } from './extract-json';
import type { FoundJson, JsonReader } from './json-reader';
import type { JsonShape } from './json-shape';
import { repairsOf } from './repair-json';
import { ValueSeeker } from './seek-value';

/**
 * Gives out a value while it is written: what stands before and after it is left out. From the first
 * deviation from JSON on it gives out nothing more until the answer is whole and can be repaired.
 */
export class LiveJsonReader implements JsonReader {
  /** What was written; from the value on, once that has begun. */
  private text = '';
  private readonly seeker: ValueSeeker;
  private readonly progress = new JsonProgress();
  private readonly certain = new CertainJson();
  private hasBegun = false;
  private sentLength = 0;

  constructor(private readonly shape: JsonShape) {
    this.seeker = new ValueSeeker(shape);
  }

  push(text: string): string {
    const { progress } = this;
    if (progress.isComplete) return '';
    this.text += text;
    if (this.hasBegun) return this.follow(text);
    const start = this.seeker.push(text);
    if (start === undefined) return '';
    this.hasBegun = true;
    this.text = this.text.slice(start);
    return this.follow(this.text);
  }

  finish(): FoundJson | undefined {
    if (!this.hasBegun) {
      const found = extractJson(this.text, this.shape);
      return found === undefined ? undefined : { json: found, rest: found };
    }
    if (this.progress.isComplete) return { json: this.text.slice(0, this.sentLength), rest: '' };
    const sent = this.text.slice(0, this.sentLength);
    for (const json of repairsOf(this.text)) {
      if (json.startsWith(sent)) return { json, rest: json.slice(sent.length) };
    }
    return undefined;
  }

  cut(): string {
    return this.hasBegun ? this.release() : cutJson(this.text, this.shape);
  }

  release(): string {
    return this.progress.isComplete ? '' : this.text.slice(this.sentLength);
  }

  private follow(text: string): string {
    if (this.progress.isBroken) return '';
    const valid = text.slice(0, this.progress.push(text));
    const sendable =
      this.certain.push(valid) + (this.progress.isComplete ? this.certain.flush() : '');
    this.sentLength += sendable.length;
    return sendable;
  }
}
