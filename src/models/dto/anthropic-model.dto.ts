import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ description: 'Whether a model can do something.' })
export class CapabilitySupportDto {
  supported!: boolean;
}

@ApiSchema({ description: 'The gateway edits no histories.' })
export class ContextManagementCapabilityDto extends CapabilitySupportDto {
  @ApiProperty({ type: 'null' })
  clear_thinking_20251015!: null;
  @ApiProperty({ type: 'null' })
  clear_tool_uses_20250919!: null;
  @ApiProperty({ type: 'null' })
  compact_20260112!: null;
}

@ApiSchema({ description: 'Degrees of thinking.' })
export class EffortCapabilityDto extends CapabilitySupportDto {
  low!: CapabilitySupportDto;
  medium!: CapabilitySupportDto;
  high!: CapabilitySupportDto;
  xhigh!: CapabilitySupportDto;
  max!: CapabilitySupportDto;
}

@ApiSchema({ description: 'Tools that the service would run by itself; there are none.' })
export class ServerToolsCapabilityDto extends CapabilitySupportDto {
  code_execution!: CapabilitySupportDto;
  web_search!: CapabilitySupportDto;
}

@ApiSchema({ description: 'Values of `thinking.type` that a model takes.' })
export class ThinkingTypesDto {
  adaptive!: CapabilitySupportDto;
  between_tools!: CapabilitySupportDto;
  disabled!: CapabilitySupportDto;
  enabled!: CapabilitySupportDto;
}

@ApiSchema({ description: 'Whether a model can reason before it answers, and when.' })
export class ThinkingCapabilityDto extends CapabilitySupportDto {
  types!: ThinkingTypesDto;
}

@ApiSchema({ description: "What a model can do, in Anthropic's words." })
export class AnthropicModelCapabilitiesDto {
  batch!: CapabilitySupportDto;
  citations!: CapabilitySupportDto;
  code_execution!: CapabilitySupportDto;
  context_management!: ContextManagementCapabilityDto;
  effort!: EffortCapabilityDto;
  image_input!: CapabilitySupportDto;
  pdf_input!: CapabilitySupportDto;
  server_tools!: ServerToolsCapabilityDto;
  structured_outputs!: CapabilitySupportDto;
  thinking!: ThinkingCapabilityDto;
}

@ApiSchema({ description: 'A model, as Anthropic describes one.' })
export class AnthropicModelDto {
  @ApiProperty({ enum: ['model'] })
  type!: 'model';
  /** Name to send as `model`. @example GLM-4.5 */
  @ApiProperty()
  id!: string;
  /** The model's own name, also where `id` is an alias. @example GLM-4.5 */
  @ApiProperty()
  display_name!: string;
  /** Day of the release. @example 2025-07-28T00:00:00Z */
  @ApiProperty({ format: 'date-time' })
  created_at!: string;
  /** Tokens that a request and its answer may have together. @example 131072 */
  @ApiProperty({ type: 'integer' })
  max_input_tokens!: number;
  /** Tokens that an answer may have. @example 98304 */
  @ApiProperty({ type: 'integer' })
  max_tokens!: number;
  capabilities!: AnthropicModelCapabilitiesDto;
  @ApiProperty({ enum: ['active'] })
  lifecycle!: 'active';
  @ApiProperty({ type: 'null' })
  line!: null;
  @ApiProperty({ type: 'null' })
  deprecated_at!: null;
  @ApiProperty({ type: 'null' })
  retires_at!: null;
}

@ApiSchema({ description: 'A page of models, the newest first.' })
export class AnthropicModelListDto {
  data!: AnthropicModelDto[];
  /** Whether there are more models beyond this page. */
  has_more!: boolean;
  /** For `before_id`; null when the page is empty. @example GLM-4.6 */
  @ApiProperty({ type: 'string', nullable: true })
  first_id!: string | null;
  /** For `after_id`; null when the page is empty. @example GLM-4.5 */
  @ApiProperty({ type: 'string', nullable: true })
  last_id!: string | null;
}
