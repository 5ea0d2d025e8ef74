import { GatewayError } from '../../../../protocol/gateway-error';
import { JsonTemplate, type Saying } from '../../../../protocol/json/json-template';
import { safeParseJson } from '../../../../protocol/json/safe-parse-json';
import { readUsage } from '../../../../protocol/read-usage';
import type { SseEvent } from '../../../../protocol/sse/decode-sse';
import { splitEventLines } from '../../../../protocol/sse/split-event-lines';
import type { StreamPart, TextPart, TokenUsage } from '../../../../protocol/stream-part';
import { compose, type Transform } from '../../../../protocol/transform';
import { type Ending, toEnding } from './finish-reason';
import { narrowOpenAiChunk, type OpenAiChunk } from './openai-chunk';
import { toOpenAiFailure } from './openai-failure';
import { DocumentRenderer } from './render-document';
import { ThinkTagSplitter } from './split-think-tags';
import { LeakedTokenStripper } from './strip-leaked-tokens';
import { ToolCallTracker, type ToolCallTrackerOptions } from './track-tool-calls';
import type { UpstreamFailure } from './upstream-failure';
import { WebSearchSources } from './web-search-sources';

/** How a mapper reads the events of one request. */
export interface OpenAiEventMapperOptions extends ToolCallTrackerOptions {
  /** `document`: reasoning is text between the model's own tags, and the text stays as it is. */
  readonly rendering: 'parts' | 'document';
  /** Thinking was asked for, of a server that may have no parser for it. */
  readonly mayThinkInText: boolean;
  /** The gateway's error for a failure that the stream tells of: here the driver learns of it. */
  readonly toError: (failure: UpstreamFailure) => GatewayError;
}

/**
 * Maps the events of OpenAI's chat completions to stream parts.
 *
 * Input: SSE events. Output: reasoning, text, rewrites and tool inputs, then sources, usage and one
 * finish, or one error; nothing after that. Holds back what the steps for the text and the calls
 * hold back, the usage, and the finish until `[DONE]`, the end of the stream, or a usage that comes
 * with it or after it. `[DONE]` alone is an end too; an end of the stream without either gives no
 * finish.
 */
export class OpenAiEventMapper implements Transform<SseEvent, StreamPart> {
  private readonly content: Transform<StreamPart, StreamPart>;
  private readonly calls: ToolCallTracker;
  private readonly sources = new WebSearchSources();
  private readonly template = new JsonTemplate(interpret);
  private readonly toError: (failure: UpstreamFailure) => GatewayError;
  private usage: TokenUsage | undefined;
  private ending: Ending | undefined;
  private hasOutput = false;
  private isOver = false;

  constructor(options: OpenAiEventMapperOptions) {
    this.content =
      options.rendering === 'document'
        ? new DocumentRenderer()
        : compose(new ThinkTagSplitter(options), new LeakedTokenStripper());
    this.calls = new ToolCallTracker(options);
    this.toError = options.toError;
  }

  /** True once the upstream said that the answer has ended; a usage and `[DONE]` may still come. */
  get isFinished(): boolean {
    return this.isOver || this.ending !== undefined;
  }

  push(event: SseEvent): readonly StreamPart[] {
    if (this.isOver) return [];
    const data = event.data.trim();
    if (data === '[DONE]') return this.finish(this.ending ?? { reason: 'stop' });
    const repeated = event.event === 'error' ? undefined : this.template.read(data);
    if (repeated !== undefined) return this.say(repeated);
    const json = safeParseJson(data);
    if (event.event === 'error') return this.failWith(json ?? data);
    if (json === undefined) return splitEventLines(data).flatMap((line) => this.push(line));
    const chunk = narrowOpenAiChunk(json);
    if (chunk === undefined) return [];
    const saying = toSaying(chunk);
    if (saying !== undefined) this.template.learn(data, saying);
    return this.read(chunk);
  }

  flush(): readonly StreamPart[] {
    if (this.isOver) return [];
    return this.ending === undefined ? this.content.flush() : this.finish(this.ending);
  }

  private say({ kind, text }: Saying): readonly StreamPart[] {
    if (text.length === 0) return [];
    const isReasoning = kind === 'reasoning';
    this.hasOutput ||= isReasoning || text.trim().length > 0;
    return this.content.push({ type: isReasoning ? 'reasoning' : 'text', text });
  }

  private read(chunk: OpenAiChunk): readonly StreamPart[] {
    if (chunk.error !== undefined) return this.failWith(chunk.error);
    this.sources.add(chunk.webSearch);
    const parts = this.readDelta(chunk);
    if (chunk.finishReason !== undefined) {
      this.ending ??= toEnding(chunk.finishReason, this.hasOutput);
    }
    const usage = readUsage(chunk.usage);
    this.usage = usage ?? this.usage;
    if (this.ending === undefined) return parts;
    const isWhole = usage !== undefined || this.ending.error !== undefined;
    return isWhole ? [...parts, ...this.finish(this.ending)] : parts;
  }

  private readDelta({ reasoning, text, toolCalls }: OpenAiChunk): readonly StreamPart[] {
    const said: StreamPart[] = [...toPart('reasoning', reasoning), ...toPart('text', text)];
    if (toolCalls !== undefined) said.push(...this.calls.push(toolCalls));
    this.hasOutput ||= said.some((part) => part.type !== 'text' || part.text.trim().length > 0);
    const [only] = said;
    return only !== undefined && said.length === 1
      ? this.content.push(only)
      : said.flatMap((part) => this.content.push(part));
  }

  private finish({ reason, error }: Ending): readonly StreamPart[] {
    if (error !== undefined) return this.fail(error);
    const end = this.calls.finish(reason);
    const parts = end.parts.flatMap((part) => this.content.push(part));
    if (end.reason === undefined) return [...parts, ...this.fail(brokenCall())];
    this.isOver = true;
    const { usage } = this;
    return [
      ...parts,
      ...this.content.flush(),
      ...this.sources.list().map((source) => ({ type: 'source', source }) as const),
      ...(usage === undefined ? [] : [{ type: 'usage', usage } as const]),
      { type: 'finish', reason: end.reason },
    ];
  }

  private failWith(error: unknown): readonly StreamPart[] {
    return this.fail(this.toError(toOpenAiFailure(error)));
  }

  private fail(error: GatewayError): readonly StreamPart[] {
    this.isOver = true;
    return [...this.content.flush(), { type: 'error', error }];
  }
}

function interpret(json: string): Saying | undefined {
  const chunk = narrowOpenAiChunk(safeParseJson(json));
  return chunk === undefined ? undefined : toSaying(chunk);
}

/** What a chunk says when it says nothing but text, or nothing but reasoning. */
function toSaying(chunk: OpenAiChunk): Saying | undefined {
  const { reasoning, text } = chunk;
  const isPlain =
    isNothing(chunk.toolCalls) &&
    chunk.finishReason === undefined &&
    isNothing(chunk.usage) &&
    isNothing(chunk.webSearch) &&
    chunk.error === undefined;
  if (!isPlain || (reasoning.length > 0 && text.length > 0)) return undefined;
  if (reasoning.length > 0) return { kind: 'reasoning', text: reasoning };
  return text.length > 0 ? { kind: 'text', text } : undefined;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function toPart(type: TextPart['type'], text: string): readonly TextPart[] {
  return text.length > 0 ? [{ type, text }] : [];
}

function brokenCall(): GatewayError {
  return new GatewayError(
    'upstream-failed',
    'The model broke a tool call off or wrote one with invalid arguments; ask again.',
    { code: 'invalid_tool_call' },
  );
}
