import type { FinishPart, RewritePart, StreamPart } from '../../../protocol/stream-part';
import { type Rejection, toRejectionError } from '../../../protocol/rejection';
import type { Transform } from '../../../protocol/transform';
import type { FormatProblemFinder } from './find-format-problem';
import type { JsonReader } from '../extraction/json-reader';

/** What is demanded of an answer. */
export interface FormatDemand {
  /** Takes the JSON out of an answer; decides whether it is given out as it comes. */
  createReader(): JsonReader;
  readonly findProblem: FormatProblemFinder;
  /** JSON that does not fit is never passed on, unless it was sent before that could be known. */
  readonly isStrict: boolean;
}

/**
 * Makes the text of an answer the JSON that was demanded, or rejects the answer.
 *
 * Input: parts with extracted calls. Output: the same with the JSON alone as text; or a rejection when
 * nothing of the text was sent yet, else an error; and then nothing. What text is held back is up to
 * the reader of the demand; everything else passes as it comes.
 *
 * An answer that calls tools need not be JSON: its text passes as it is. Of one that was cut, by its
 * length, a filter or a stop sequence, goes out what there is: never repaired, checked or rejected.
 * When the upstream fails, held text is dropped: a client could take half a value for a whole one.
 */
export class FormatCheck implements Transform<StreamPart | Rejection, StreamPart | Rejection> {
  private reader: JsonReader;
  private said = '';
  private hasSentText = false;
  private isExempt = false;
  private isOver = false;

  /** `isSecond`: whether the answer is the one to a correction, which is the last. */
  constructor(
    private readonly demand: FormatDemand,
    private readonly isSecond: boolean,
  ) {
    this.reader = demand.createReader();
  }

  push(part: StreamPart | Rejection): readonly (StreamPart | Rejection)[] {
    if (this.isOver) return [];
    if (this.isExempt) return [part];
    switch (part.type) {
      case 'text':
        this.said += part.text;
        return this.send(this.reader.push(part.text));
      case 'rewrite':
        return part.channel === 'text' ? this.rewrite(part) : [part];
      case 'tool-input-start':
        this.isExempt = true;
        return [...this.send(this.reader.release()), part];
      case 'finish':
        return this.finish(part);
      case 'error':
      case 'rejection':
        this.isOver = true;
        return [part];
      default:
        return [part];
    }
  }

  flush(): readonly (StreamPart | Rejection)[] {
    return [];
  }

  private rewrite(part: RewritePart): readonly StreamPart[] {
    this.said = part.text;
    this.reader = this.demand.createReader();
    const text = this.reader.push(part.text);
    return this.hasSentText ? [{ ...part, text }] : this.send(text);
  }

  private finish(part: FinishPart): readonly (StreamPart | Rejection)[] {
    if (part.reason === 'tool-calls') return [...this.send(this.reader.release()), part];
    if (part.reason !== 'stop' || part.stopSequence !== undefined) {
      return [...this.send(this.reader.cut()), part];
    }
    const found = this.reader.finish();
    if (found === undefined) return this.fail('the answer is not JSON.');
    const problem = this.demand.findProblem(found.json);
    const mayMisfit = !this.demand.isStrict && (this.isSecond || this.hasSentText);
    if (problem !== undefined && !mayMisfit) return this.fail(problem);
    return [...this.send(found.rest), part];
  }

  private send(text: string): readonly StreamPart[] {
    if (text.length === 0) return [];
    this.hasSentText = true;
    return [{ type: 'text', text }];
  }

  private fail(problem: string): readonly (StreamPart | Rejection)[] {
    this.isOver = true;
    const { said } = this;
    const rejection: Rejection = {
      type: 'rejection',
      demand: 'format',
      problem,
      said,
      calls: [],
      sentCalls: 0,
      hasSentText: false,
    };
    // What was sent cannot be taken back: a second answer could only follow it.
    return this.hasSentText ? [{ type: 'error', error: toRejectionError(rejection) }] : [rejection];
  }
}
