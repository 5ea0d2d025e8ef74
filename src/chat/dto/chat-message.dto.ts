import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

export const CHAT_ROLES = ['system', 'developer', 'user', 'assistant', 'tool', 'function'] as const;

export class ImageUrlDto {
  /**
   * A data URL, or an address that the upstream resolves: the gateway fetches nothing.
   * @example data:image/png;base64,iVBORw0KGgo=
   */
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
  /** @example get_weather */
  @ApiProperty()
  name!: string;
  /** JSON text. */
  @ApiProperty({ example: '{"city":"Paris"}' })
  arguments!: string;
}

export class ToolCallDto {
  /** @example call_5f1d7a84d2a14a0ab2c3d4e5 */
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['function'] })
  type!: 'function';
  function!: FunctionCallDto;
}

@ApiSchema({ description: 'One message of the conversation.' })
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
