import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

export const MESSAGE_ROLES = ['user', 'assistant', 'system'] as const;

const OPEN = { type: 'object', additionalProperties: true } as const;

@ApiSchema({
  description:
    'A block of a message. Its other fields depend on its type: `text`; `image` with a `source` of type `base64` or `url`; `tool_use` with `id`, `name` and `input`; `tool_result` with `tool_use_id`, `content` and `is_error`; `thinking` with `thinking` and `signature`; `redacted_thinking` with `data`; `document` with a `source` of type `text` or `content`; `search_result`.',
})
export class ContentBlockParamDto {
  /** @example text */
  type!: string;
  text?: string;
  @ApiPropertyOptional(OPEN)
  source?: Record<string, unknown>;
  id?: string;
  name?: string;
  @ApiPropertyOptional(OPEN)
  input?: Record<string, unknown>;
  tool_use_id?: string;
  @ApiPropertyOptional({
    oneOf: [
      { type: 'string' },
      { type: 'array', items: { $ref: '#/components/schemas/ContentBlockParamDto' } },
    ],
  })
  content?: string | ContentBlockParamDto[];
  is_error?: boolean;
  thinking?: string;
  signature?: string;
  data?: string;
  /** Has no effect: upstreams cache what they can. */
  @ApiPropertyOptional({ ...OPEN, nullable: true })
  cache_control?: Record<string, unknown> | null;
}

@ApiSchema({ description: 'One message of the conversation.' })
export class MessageParamDto {
  /** `system` is an instruction at its place in the conversation. */
  @ApiProperty({ enum: MESSAGE_ROLES })
  role!: string;

  @ApiProperty({
    oneOf: [
      { type: 'string' },
      { type: 'array', items: { $ref: '#/components/schemas/ContentBlockParamDto' } },
    ],
  })
  content!: string | ContentBlockParamDto[];
}
