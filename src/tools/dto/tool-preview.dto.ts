import { ApiProperty } from '@nestjs/swagger';
import { IsArray } from 'class-validator';
import { ToolParametersDto } from '../../common/openai-dialect/tool.dto';

/** A chat request; only what shapes the prompt is read. */
export class ToolPreviewRequestDto extends ToolParametersDto {
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    example: [{ role: 'user', content: 'What is the weather in Paris?' }],
  })
  @IsArray()
  messages!: unknown[];
}

export class PreviewMessageDto {
  /** @example system */
  role!: string;
  content!: string;
}

/** What the upstream would get. */
export class ToolPreviewDto {
  messages!: PreviewMessageDto[];
}
