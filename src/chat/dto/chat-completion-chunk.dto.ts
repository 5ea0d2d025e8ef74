import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { AnnotationDto, type ChatFinishReason, FINISH_REASON_SCHEMA } from './chat-completion.dto';
import { UsageDto } from './usage.dto';

export class FunctionCallDeltaDto {
  name?: string;
  arguments?: string;
}

export class ToolCallDeltaDto {
  /** Position of the call; the deltas of one call share it. */
  @ApiProperty({ type: 'integer' })
  index!: number;
  @ApiProperty({ required: false })
  id?: string;
  @ApiProperty({ enum: ['function'], required: false })
  type?: 'function';
  function?: FunctionCallDeltaDto;
}

/** What a chunk adds; fields that add nothing are absent. */
export class ChatDeltaDto {
  /** In the first chunk only. */
  @ApiProperty({ enum: ['assistant'], required: false })
  role?: 'assistant';
  content?: string;
  reasoning_content?: string;
  tool_calls?: ToolCallDeltaDto[];
  /** In the last delta only. */
  annotations?: AnnotationDto[];
}

export class ChatChunkChoiceDto {
  @ApiProperty({ type: 'integer' })
  index!: number;
  @ApiProperty()
  delta!: ChatDeltaDto;
  /** Null until the last chunk with a choice. */
  @ApiProperty({ ...FINISH_REASON_SCHEMA, nullable: true })
  finish_reason!: ChatFinishReason | null;
}

@ApiSchema({ description: 'A piece of an answer that is streamed.' })
export class ChatCompletionChunkDto {
  /** The same in all chunks of an answer. @example chatcmpl-5f1d7a84d2a14a0ab2c3d4e5f6071829 */
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['chat.completion.chunk'] })
  object!: 'chat.completion.chunk';
  /** Unix seconds. @example 1756870000 */
  @ApiProperty({ type: 'integer' })
  created!: number;
  /** The model as the request named it. @example GLM-4.5 */
  model!: string;
  /** Empty in the chunk that carries the usage. */
  choices!: ChatChunkChoiceDto[];
  /** Only when `stream_options.include_usage` asks for it, and only in the last chunk. */
  usage?: UsageDto;
}
