import { ApiExtraModels, ApiProperty, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import {
  type MessageBlock,
  MessageDeltaUsageDto,
  MessageDto,
  MessageTextBlockDto,
  MessageThinkingBlockDto,
  MessageToolUseBlockDto,
  STOP_REASON_SCHEMA,
  StopDetailsDto,
  type StopReason,
} from './message.dto';

const INDEX = { type: 'integer', minimum: 0 } as const;

@ApiSchema({ description: 'Begins a stream: the message without content.' })
export class MessageStartEventDto {
  @ApiProperty({ enum: ['message_start'] })
  type!: 'message_start';
  message!: MessageDto;
}

@ApiSchema({ description: 'Begins a block, which is still empty.' })
export class ContentBlockStartEventDto {
  @ApiProperty({ enum: ['content_block_start'] })
  type!: 'content_block_start';
  @ApiProperty(INDEX)
  index!: number;
  @ApiProperty({
    oneOf: [
      { $ref: getSchemaPath(MessageThinkingBlockDto) },
      { $ref: getSchemaPath(MessageTextBlockDto) },
      { $ref: getSchemaPath(MessageToolUseBlockDto) },
    ],
  })
  content_block!: MessageBlock;
}

export class TextDeltaDto {
  @ApiProperty({ enum: ['text_delta'] })
  type!: 'text_delta';
  text!: string;
}

export class ThinkingDeltaDto {
  @ApiProperty({ enum: ['thinking_delta'] })
  type!: 'thinking_delta';
  thinking!: string;
}

export class SignatureDeltaDto {
  @ApiProperty({ enum: ['signature_delta'] })
  type!: 'signature_delta';
  signature!: string;
}

export class InputJsonDeltaDto {
  @ApiProperty({ enum: ['input_json_delta'] })
  type!: 'input_json_delta';
  /** A piece of the JSON text of the input. */
  partial_json!: string;
}

export type BlockDelta = TextDeltaDto | ThinkingDeltaDto | SignatureDeltaDto | InputJsonDeltaDto;

@ApiSchema({ description: 'Adds to a block.' })
@ApiExtraModels(TextDeltaDto, ThinkingDeltaDto, SignatureDeltaDto, InputJsonDeltaDto)
export class ContentBlockDeltaEventDto {
  @ApiProperty({ enum: ['content_block_delta'] })
  type!: 'content_block_delta';
  @ApiProperty(INDEX)
  index!: number;
  @ApiProperty({
    oneOf: [
      { $ref: getSchemaPath(TextDeltaDto) },
      { $ref: getSchemaPath(ThinkingDeltaDto) },
      { $ref: getSchemaPath(SignatureDeltaDto) },
      { $ref: getSchemaPath(InputJsonDeltaDto) },
    ],
  })
  delta!: BlockDelta;
}

@ApiSchema({ description: 'Ends a block.' })
export class ContentBlockStopEventDto {
  @ApiProperty({ enum: ['content_block_stop'] })
  type!: 'content_block_stop';
  @ApiProperty(INDEX)
  index!: number;
}

export class MessageEndDto {
  @ApiProperty(STOP_REASON_SCHEMA)
  stop_reason!: StopReason;
  stop_sequence!: string | null;
  @ApiProperty({ nullable: true, type: () => StopDetailsDto })
  stop_details!: StopDetailsDto | null;
  @ApiProperty({ type: 'null' })
  container!: null;
}

@ApiSchema({ description: 'Tells how the answer ended.' })
export class MessageDeltaEventDto {
  @ApiProperty({ enum: ['message_delta'] })
  type!: 'message_delta';
  delta!: MessageEndDto;
  usage!: MessageDeltaUsageDto;
}

@ApiSchema({ description: 'Ends a complete stream.' })
export class MessageStopEventDto {
  @ApiProperty({ enum: ['message_stop'] })
  type!: 'message_stop';
}

@ApiSchema({ description: 'Keeps the connection alive.' })
export class PingEventDto {
  @ApiProperty({ enum: ['ping'] })
  type!: 'ping';
}

/** An event of a stream that goes well. */
export type MessageEvent =
  | MessageStartEventDto
  | ContentBlockStartEventDto
  | ContentBlockDeltaEventDto
  | ContentBlockStopEventDto
  | MessageDeltaEventDto
  | MessageStopEventDto;

/** Events by the names of their DTOs, for the document. */
export const EVENT_DTOS = [
  MessageStartEventDto,
  ContentBlockStartEventDto,
  ContentBlockDeltaEventDto,
  ContentBlockStopEventDto,
  MessageDeltaEventDto,
  MessageStopEventDto,
  PingEventDto,
] as const;
