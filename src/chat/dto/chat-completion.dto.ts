import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ToolCallDto } from './chat-message.dto';
import { UsageDto } from './usage.dto';

const FINISH_REASONS = ['stop', 'length', 'tool_calls', 'content_filter'] as const;
export type ChatFinishReason = (typeof FINISH_REASONS)[number];

/** Names the enumeration, so that generated clients have one type for it. */
export const FINISH_REASON_SCHEMA = {
  enum: FINISH_REASONS,
  enumName: 'FinishReason',
  enumSchema: { description: 'Why the answer ended.' },
};

export class UrlCitationDto {
  /** First UTF-16 unit of the citation in `content`. */
  @ApiProperty({ type: 'integer' })
  start_index!: number;
  /** UTF-16 unit after the citation. */
  @ApiProperty({ type: 'integer' })
  end_index!: number;
  url!: string;
  title!: string;
}

@ApiSchema({ description: 'A source that the answer cites.' })
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
  @ApiProperty({ type: 'integer' })
  index!: number;
  @ApiProperty()
  message!: ChatCompletionMessageDto;
  @ApiProperty(FINISH_REASON_SCHEMA)
  finish_reason!: ChatFinishReason;
  /** Always null: the upstream gives none. */
  @ApiProperty({ type: 'null' })
  logprobs!: null;
}

@ApiSchema({ description: 'The answer of a request that does not stream.' })
export class ChatCompletionDto {
  /** @example chatcmpl-5f1d7a84d2a14a0ab2c3d4e5f6071829 */
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['chat.completion'] })
  object!: 'chat.completion';
  /** Unix seconds. @example 1756870000 */
  @ApiProperty({ type: 'integer' })
  created!: number;
  /** The model as the request named it. @example GLM-4.5 */
  model!: string;
  choices!: ChatCompletionChoiceDto[];
  usage!: UsageDto;
}
