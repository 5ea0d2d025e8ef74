import { ApiProperty } from '@nestjs/swagger';
import { ToolCallDto } from './chat-message.dto';
import { UsageDto } from './usage.dto';

export const FINISH_REASONS = ['stop', 'length', 'tool_calls', 'content_filter'] as const;
export type ChatFinishReason = (typeof FINISH_REASONS)[number];

export class UrlCitationDto {
  /** First UTF-16 unit of the citation in `content`. */
  start_index!: number;
  /** UTF-16 unit after the citation. */
  end_index!: number;
  url!: string;
  title!: string;
}

/** A source that the answer cites. */
export class AnnotationDto {
  @ApiProperty({ enum: ['url_citation'] })
  type!: 'url_citation';
  url_citation!: UrlCitationDto;
}

export class ChatCompletionMessageDto {
  @ApiProperty({ enum: ['assistant'] })
  role!: 'assistant';
  content!: string | null;
  /** Always null: refusals come as text. */
  refusal!: string | null;
  /** What the model thought before it answered. */
  reasoning_content?: string;
  tool_calls?: ToolCallDto[];
  annotations?: AnnotationDto[];
}

export class ChatCompletionChoiceDto {
  index!: number;
  message!: ChatCompletionMessageDto;
  @ApiProperty({ enum: FINISH_REASONS })
  finish_reason!: ChatFinishReason;
  /** Always null: the upstream gives none. */
  @ApiProperty({ type: 'object', nullable: true, additionalProperties: true })
  logprobs!: null;
}

/** The answer of a request that does not stream. */
export class ChatCompletionDto {
  /** @example chatcmpl-5f1d7a84d2a14a0ab2c3d4e5f6071829 */
  id!: string;
  @ApiProperty({ enum: ['chat.completion'] })
  object!: 'chat.completion';
  /** Unix seconds. @example 1756870000 */
  created!: number;
  /** The model as the request named it. @example GLM-4.5 */
  model!: string;
  choices!: ChatCompletionChoiceDto[];
  usage!: UsageDto;
}
