import { ApiExtraModels, ApiProperty, ApiSchema, getSchemaPath } from '@nestjs/swagger';

const STOP_REASONS = ['end_turn', 'max_tokens', 'stop_sequence', 'tool_use', 'refusal'] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** Names the enumeration, so that generated clients have one type for it. */
export const STOP_REASON_SCHEMA = {
  enum: STOP_REASONS,
  enumName: 'StopReason',
  enumSchema: { description: 'Why the answer ended.' },
};

const COUNT = { type: 'integer', minimum: 0 } as const;
const NOTHING = { type: 'null' } as const;

export class MessageTextBlockDto {
  @ApiProperty({ enum: ['text'] })
  type!: 'text';
  text!: string;
  /** Always null: the gateway gives no citations in this dialect. */
  @ApiProperty(NOTHING)
  citations!: null;
}

export class MessageThinkingBlockDto {
  @ApiProperty({ enum: ['thinking'] })
  type!: 'thinking';
  /** What the model thought; empty if it was not to be displayed. */
  thinking!: string;
  /** Makes the gateway know the block again. */
  signature!: string;
}

export class ToolCallerDto {
  @ApiProperty({ enum: ['direct'] })
  type!: 'direct';
}

export class MessageToolUseBlockDto {
  @ApiProperty({ enum: ['tool_use'] })
  type!: 'tool_use';
  /** @example call_5f1d7a84d2a14a0ab2c3d4e5 */
  id!: string;
  /** @example get_weather */
  name!: string;
  @ApiProperty({ type: 'object', additionalProperties: true, example: { city: 'Paris' } })
  input!: Readonly<Record<string, unknown>>;
  caller!: ToolCallerDto;
}

export type MessageBlock = MessageTextBlockDto | MessageThinkingBlockDto | MessageToolUseBlockDto;

export class MessageOutputDetailsDto {
  /** Output tokens that the reasoning took. */
  @ApiProperty(COUNT)
  thinking_tokens!: number;
}

export class StopDetailsDto {
  @ApiProperty({ enum: ['refusal'] })
  type!: 'refusal';
  @ApiProperty(NOTHING)
  category!: null;
  @ApiProperty(NOTHING)
  explanation!: null;
}

/** The counts of an answer that has ended. */
export class MessageDeltaUsageDto {
  /** Input tokens that were not read from a cache. */
  @ApiProperty(COUNT)
  input_tokens!: number;
  /** Always 0: upstreams do not tell. */
  @ApiProperty(COUNT)
  cache_creation_input_tokens!: number;
  /** Input tokens that the upstream had cached. */
  @ApiProperty(COUNT)
  cache_read_input_tokens!: number;
  @ApiProperty(COUNT)
  output_tokens!: number;
  @ApiProperty({ nullable: true, type: () => MessageOutputDetailsDto })
  output_tokens_details!: MessageOutputDetailsDto | null;
  @ApiProperty(NOTHING)
  server_tool_use!: null;
}

/** Token counts of one request. */
export class MessageUsageDto extends MessageDeltaUsageDto {
  @ApiProperty(NOTHING)
  cache_creation!: null;
  @ApiProperty(NOTHING)
  inference_geo!: null;
  @ApiProperty({ enum: ['standard'] })
  service_tier!: 'standard';
  @ApiProperty(NOTHING)
  speed!: null;
}

@ApiSchema({ description: 'The answer of a request that does not stream.' })
@ApiExtraModels(MessageTextBlockDto, MessageThinkingBlockDto, MessageToolUseBlockDto)
export class MessageDto {
  /** @example msg_5f1d7a84d2a14a0ab2c3d4e5f6071829 */
  id!: string;
  @ApiProperty({ enum: ['message'] })
  type!: 'message';
  @ApiProperty({ enum: ['assistant'] })
  role!: 'assistant';
  /** The model as the request named it. @example GLM-4.5 */
  model!: string;
  @ApiProperty({
    type: 'array',
    items: {
      oneOf: [
        { $ref: getSchemaPath(MessageThinkingBlockDto) },
        { $ref: getSchemaPath(MessageTextBlockDto) },
        { $ref: getSchemaPath(MessageToolUseBlockDto) },
      ],
    },
  })
  content!: MessageBlock[];
  /** Null in the event that begins a stream. */
  @ApiProperty({ ...STOP_REASON_SCHEMA, nullable: true })
  stop_reason!: StopReason | null;
  /** The stop sequence that ended the answer. */
  stop_sequence!: string | null;
  @ApiProperty({ nullable: true, type: () => StopDetailsDto })
  stop_details!: StopDetailsDto | null;
  usage!: MessageUsageDto;
  @ApiProperty(NOTHING)
  container!: null;
  @ApiProperty(NOTHING)
  diagnostics!: null;
}

@ApiSchema({ description: 'An estimate: the tokenizer of GLM is not published.' })
export class MessageTokenCountDto {
  /** Tokens of the messages, the instructions and the tools. */
  @ApiProperty({ ...COUNT, example: 14 })
  input_tokens!: number;
}
