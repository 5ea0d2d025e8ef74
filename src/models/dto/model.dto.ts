import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ description: "What a model can do, beyond OpenAI's own fields." })
export class ModelCapabilitiesDto {
  /** Can reason before it answers. */
  thinking!: boolean;
  /** Searches the web by itself. */
  search!: boolean;
  /** Takes images. */
  vision!: boolean;
  /** Takes tools. */
  tools!: boolean;
}

@ApiSchema({ description: 'A model that requests can name.' })
export class ModelDto {
  /** Name to send as `model`. @example GLM-4.5 */
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['model'] })
  object!: 'model';
  /** Unix seconds of the release. @example 1753660800 */
  @ApiProperty({ type: 'integer' })
  created!: number;
  /** @example z.ai */
  @ApiProperty()
  owned_by!: string;
  @ApiProperty()
  capabilities!: ModelCapabilitiesDto;
  /** Tokens that a request and its answer may have together. @example 131072 */
  @ApiProperty({ type: 'integer' })
  context_window!: number;
  /** Tokens that an answer may have. @example 98304 */
  @ApiProperty({ type: 'integer' })
  max_output_tokens!: number;
  /** The model that is meant, where `id` is an alias of it. @example GLM-4.6 */
  @ApiPropertyOptional()
  alias_of?: string;
  /** Other names of the model; in patterns `*` stands for any run of characters. @example ["claude-*"] */
  @ApiPropertyOptional()
  aliases?: string[];
}

@ApiSchema({ description: 'All models, sorted by name.' })
export class ModelListDto {
  @ApiProperty({ enum: ['list'] })
  object!: 'list';
  data!: ModelDto[];
}
