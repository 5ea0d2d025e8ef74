import { GatewayError } from '../../../protocol/gateway-error';
import type { FinishPart, RewritePart, StreamPart } from '../../../protocol/stream-part';
import type { Transform } from '../../../protocol/transform';
import { CallTextReader } from './call-text-reader';
import type { ToolDirectory } from '../tool-directory';

export interface ExtractorOptions {
  readonly tools: ToolDirectory;
  /** Makes ids for calls that the model gave none. */
  readonly newId: () => string;
  /** False ends the generation after the first call. */
  readonly allowsParallelCalls: boolean;
  /** Calls of this answer that were sent before: see `repairOnce`. */
  readonly firstIndex: number;
}

/**
 * Finds the tool calls that a model writes into its answer.
 *
 * Input: stream parts; only text is searched, never reasoning. Output: the text without the calls,
 * and the parts of each call as it is written. Holds back blanks before a possible call, and from a
 * possible marker on until it is decided: until the name of a declared tool was read, everything can
 * be given back as the text that it was. A call that breaks off ends in an error, or in the finish
 * reason `length` when that was the cause; it is never completed by guessing.
 */
export class ToolCallExtractor implements Transform<StreamPart, StreamPart> {
  private reader: CallTextReader;
  private isOver = false;

  constructor(private readonly options: ExtractorOptions) {
    this.reader = this.newReader();
  }

  push(part: StreamPart): readonly StreamPart[] {
    if (this.isOver) return [];
    switch (part.type) {
      case 'text':
        return this.check(this.reader.push(part.text));
      case 'rewrite':
        return part.channel === 'text' ? this.rewrite(part) : [part];
      case 'finish':
        return this.finish(part);
      case 'error':
        this.isOver = true;
        return [...this.reader.end(true), part];
      default:
        return [part];
    }
  }

  flush(): readonly StreamPart[] {
    return this.isOver ? [] : this.reader.end(true);
  }

  /** Ends the generation where nothing that follows may count. */
  private check(parts: readonly StreamPart[]): readonly StreamPart[] {
    if (!this.options.allowsParallelCalls && this.reader.callCount > 0) {
      const end = parts.findIndex((part) => part.type === 'tool-input-end');
      return this.over(parts.slice(0, end + 1), { type: 'finish', reason: 'tool-calls' });
    }
    if (this.reader.status === 'invented') {
      return this.over(parts, { type: 'finish', reason: 'tool-calls' });
    }
    return this.reader.status === 'broken' ? this.over(parts, brokenCall()) : parts;
  }

  private finish(part: FinishPart): readonly StreamPart[] {
    const isStopped = part.reason === 'stop' && part.stopSequence === undefined;
    const parts = this.check(this.reader.end(!isStopped));
    if (this.isOver) {
      const isCut = this.reader.status === 'broken' && part.reason === 'length';
      return isCut ? [...parts.slice(0, -1), part] : parts;
    }
    const hasCalls = this.reader.callCount > 0 && part.reason === 'stop';
    return this.over(parts, hasCalls ? { ...part, reason: 'tool-calls' } : part);
  }

  /** Prose that the upstream rewrites is read anew; calls that were sent stay as they are. */
  private rewrite(part: RewritePart): readonly StreamPart[] {
    if (this.reader.hasCall) return [];
    this.reader = this.newReader();
    const read = this.reader.push(part.text);
    const text = read.map((found) => (found.type === 'text' ? found.text : '')).join('');
    return this.check([{ ...part, text }, ...read.filter((found) => found.type !== 'text')]);
  }

  private over(parts: readonly StreamPart[], last: StreamPart): readonly StreamPart[] {
    this.isOver = true;
    return [...parts, last];
  }

  private newReader(): CallTextReader {
    const { tools, newId, firstIndex } = this.options;
    return new CallTextReader(tools, newId, firstIndex);
  }
}

function brokenCall(): StreamPart {
  const error = new GatewayError(
    'upstream-failed',
    'The model wrote a tool call that is not complete.',
    { code: 'invalid_tool_call' },
  );
  return { type: 'error', error };
}
