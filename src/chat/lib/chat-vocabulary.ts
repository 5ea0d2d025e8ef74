import type { Citation, FinishReason } from '../../protocol/stream-part';
import type { AnnotationDto, ChatFinishReason } from '../dto/chat-completion.dto';

const FINISH_REASONS: Readonly<Record<FinishReason, ChatFinishReason>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
};

/** OpenAI's word for why a generation ended. */
export function toFinishReason(reason: FinishReason): ChatFinishReason {
  return FINISH_REASONS[reason];
}

/** OpenAI's annotation for a citation. */
export function toAnnotation({ url, title, start, end }: Citation): AnnotationDto {
  return { type: 'url_citation', url_citation: { start_index: start, end_index: end, url, title } };
}
