import { ApiProperty } from '@nestjs/swagger';
import { AnnotationDto, type ChatFinishReason, FINISH_REASONS } from './chat-completion.dto';
import { UsageDto } from './usage.dto';

export class FunctionCallDeltaDto {
  name?: string;
  arguments?: string;
}

export class ToolCallDeltaDto {
  index!: number;
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
  index!: number;
  delta!: ChatDeltaDto;
  @ApiProperty({ enum: FINISH_REASONS, nullable: true })
  finish_reason!: ChatFinishReason | null;
}

/** The `data` of one event of a stream; the last event is the text `[DONE]`. */
export class ChatCompletionChunkDto {
  /** The same in all chunks of an answer. @example chatcmpl-5f1d7a84d2a14a0ab2c3d4e5f6071829 */
  id!: string;
  @ApiProperty({ enum: ['chat.completion.chunk'] })
  object!: 'chat.completion.chunk';
  /** Unix seconds. @example 1756870000 */
  created!: number;
  /** The model as the request named it. @example GLM-4.5 */
  model!: string;
  /** Empty in the chunk that carries the usage. */
  choices!: ChatChunkChoiceDto[];
  /** Only when `stream_options.include_usage` asks for it, and only in the last chunk. */
  usage?: UsageDto;
}
