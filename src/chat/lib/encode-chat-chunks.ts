import { toJsonString } from '../../protocol/json/json-string';
import { SSE_DONE } from '../../protocol/sse/encode-sse';
import type { Transform } from '../../protocol/transform';
import type { ChatCompletionChunkDto } from '../dto/chat-completion-chunk.dto';

/**
 * Encodes the chunks of one answer as SSE frames and ends a successful answer with `[DONE]`. What
 * all chunks have in common is encoded once. Holds nothing back.
 */
export class ChatChunkEncoder implements Transform<ChatCompletionChunkDto, string> {
  private head: string | undefined;
  private isFinished = false;

  push(chunk: ChatCompletionChunkDto): readonly string[] {
    const { id, object, created, model, choices, usage } = chunk;
    // The envelope's JSON without its closing brace: the choices follow.
    this.head ??= `data: ${JSON.stringify({ id, object, created, model }).slice(0, -1)},"choices":`;
    if (choices.some((choice) => choice.finish_reason !== null)) this.isFinished = true;
    const tail = usage === undefined ? '' : `,"usage":${JSON.stringify(usage)}`;
    return [`${this.head}${JSON.stringify(choices)}${tail}}\n\n`];
  }

  /** The frame of a chunk that adds text to a field; `undefined` before the first chunk. */
  encodeText(field: 'content' | 'reasoning_content', text: string): string | undefined {
    if (this.head === undefined) return undefined;
    const delta = `{"${field}":${toJsonString(text)}}`;
    return `${this.head}[{"index":0,"delta":${delta},"finish_reason":null}]}\n\n`;
  }

  flush(): readonly string[] {
    return this.isFinished ? [SSE_DONE] : [];
  }
}
