import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { IsArray, IsBoolean, IsOptional } from 'class-validator';
import { NamedToolChoiceDto, ToolDto } from '../../common/openai/tool.dto';

/** A chat request; only what shapes the prompt is read. */
@ApiExtraModels(ToolDto, NamedToolChoiceDto)
export class ToolPreviewRequestDto {
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    example: [{ role: 'user', content: 'What is the weather in Paris?' }],
  })
  @IsArray()
  messages!: unknown[];

  @ApiPropertyOptional({ type: 'array', items: { $ref: getSchemaPath(ToolDto) }, maxItems: 128 })
  @IsOptional()
  tools?: unknown;

  @ApiPropertyOptional({
    oneOf: [
      { type: 'string', enum: ['none', 'auto', 'required'] },
      { $ref: getSchemaPath(NamedToolChoiceDto) },
    ],
  })
  @IsOptional()
  tool_choice?: unknown;

  @IsOptional()
  @IsBoolean()
  parallel_tool_calls?: boolean;
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
