import type { ToolCall } from '../../../protocol/generation-request';
import type { Citation } from '../../../protocol/stream-part';
import type {
  FunctionCallItemDto,
  ItemStatus,
  OutputMessageDto,
  OutputTextDto,
  ReasoningItemDto,
  UrlAnnotationDto,
} from '../../dto/output-item.dto';

/** What an item has beside its content. */
export interface ItemHead {
  readonly id: string;
  readonly status: ItemStatus;
}

/** Seals reasoning for clients that keep it; absent when nobody asked for that. */
export type Seal = (text: string) => string;

/** OpenAI's annotation for a citation of a text that begins at `start` in the whole answer. */
export function toAnnotation({ url, title, ...place }: Citation, start = 0): UrlAnnotationDto {
  return {
    type: 'url_citation',
    start_index: place.start - start,
    end_index: place.end - start,
    url,
    title,
  };
}

export function toOutputText(text: string, annotations: UrlAnnotationDto[]): OutputTextDto {
  return { type: 'output_text', text, annotations, logprobs: [] };
}

export function toMessageItem(
  { id, status }: ItemHead,
  content: OutputTextDto[],
): OutputMessageDto {
  return { id, type: 'message', role: 'assistant', status, content };
}

/** The model's own words as the summary: see docs/decisions/0021-reasoning-as-summary.md. */
export function toReasoningItem(
  { id, status }: ItemHead,
  text: string,
  seal: Seal | undefined,
): ReasoningItemDto {
  return {
    id,
    type: 'reasoning',
    status,
    summary: text.length > 0 ? [{ type: 'summary_text', text }] : [],
    ...(seal === undefined || text.length === 0 ? {} : { encrypted_content: seal(text) }),
  };
}

export function toCallItem({ id, status }: ItemHead, call: ToolCall): FunctionCallItemDto {
  const { name } = call;
  return { id, type: 'function_call', status, call_id: call.id, name, arguments: call.arguments };
}
