import { ApiProperty } from '@nestjs/swagger';

/** What a model can do, beyond OpenAI's own fields. */
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

export class ModelDto {
  /** Name to send as `model`. @example GLM-4.5 */
  id!: string;
  @ApiProperty({ enum: ['model'] })
  object!: 'model';
  /** Unix seconds of the release. @example 1753660800 */
  created!: number;
  /** @example z.ai */
  owned_by!: string;
  capabilities!: ModelCapabilitiesDto;
  /** Tokens. @example 131072 */
  context_window!: number;
  /** Tokens. @example 98304 */
  max_output_tokens!: number;
}

export class ModelListDto {
  @ApiProperty({ enum: ['list'] })
  object!: 'list';
  data!: ModelDto[];
}
