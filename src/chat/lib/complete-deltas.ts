import type { Transform } from '../../protocol/transform';
import type { ChatCompletionChunkDto } from '../dto/chat-completion-chunk.dto';

/**
 * Gives every delta a `reasoning_content`, empty where the model did not reason.
 *
 * OpenAI's Python SDK makes an attribute of a field that is not OpenAI's own only where the chunk
 * carries it: the usual loop over `delta.reasoning_content` would raise an AttributeError at the
 * first chunk. Everybody else gets no empty fields. Holds nothing back.
 */
export class DeltaCompleter implements Transform<ChatCompletionChunkDto, ChatCompletionChunkDto> {
  push(chunk: ChatCompletionChunkDto): readonly ChatCompletionChunkDto[] {
    const choices = chunk.choices.map((choice) => ({
      ...choice,
      delta: { reasoning_content: '', ...choice.delta },
    }));
    return [{ ...chunk, choices }];
  }

  flush(): readonly ChatCompletionChunkDto[] {
    return [];
  }
}

/** Whether a request comes from OpenAI's Python SDK, which says so in `x-stainless-lang`. */
export function needsCompleteDeltas(clientLanguage: string | undefined): boolean {
  return clientLanguage?.toLowerCase() === 'python';
}
