import { cutJson, extractJson } from './extract-json';
import type { JsonShape } from './json-shape';

/** The JSON of a finished answer. */
export interface FoundJson {
  readonly json: string;
  /** The end of it that was not given out yet. */
  readonly rest: string;
}

/** Takes the JSON out of the text of an answer. */
export interface JsonReader {
  /** Takes more text of the answer and returns what of the JSON can be given out now. */
  push(text: string): string;
  /** The JSON of the whole answer; `undefined` when there is none. */
  finish(): FoundJson | undefined;
  /** What is left to give out of an answer that was cut: never repaired. */
  cut(): string;
  /** Everything that was held back, as it was written: the answer need not be JSON. */
  release(): string;
}

/** Gives out nothing before the answer is whole. */
export class HeldJsonReader implements JsonReader {
  private text = '';

  constructor(private readonly shape: JsonShape) {}

  push(text: string): string {
    this.text += text;
    return '';
  }

  finish(): FoundJson | undefined {
    const json = extractJson(this.text, this.shape);
    return json === undefined ? undefined : { json, rest: json };
  }

  cut(): string {
    return cutJson(this.text, this.shape);
  }

  release(): string {
    return this.text;
  }
}
