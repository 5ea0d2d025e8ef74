import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export const CHAT_ROLES = ['system', 'developer', 'user', 'assistant', 'tool', 'function'] as const;

export class ImageUrlDto {
  /** A data URL, or an address that the upstream resolves: the gateway fetches nothing. */
  url!: string;
  detail?: string;
}

export class ContentPartDto {
  /** `text` or `image_url`. @example text */
  type!: string;
  text?: string;
  image_url?: ImageUrlDto;
}

export class FunctionCallDto {
  name!: string;
  /** JSON text. */
  arguments!: string;
}

export class ToolCallDto {
  id!: string;
  @ApiProperty({ enum: ['function'] })
  type!: 'function';
  function!: FunctionCallDto;
}

/** One message of the conversation. */
export class ChatMessageDto {
  @ApiProperty({ enum: CHAT_ROLES })
  role!: string;

  @ApiPropertyOptional({
    nullable: true,
    oneOf: [
      { type: 'string' },
      { type: 'array', items: { $ref: '#/components/schemas/ContentPartDto' } },
    ],
  })
  content?: string | ContentPartDto[] | null;

  /** The model's reasoning of an earlier turn. */
  reasoning_content?: string | null;
  name?: string;
  tool_calls?: ToolCallDto[];
  /** The call that a message of role `tool` answers. */
  tool_call_id?: string;
}
