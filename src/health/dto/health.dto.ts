import { ApiProperty } from '@nestjs/swagger';

export class HealthDto {
  @ApiProperty({ enum: ['ok', 'draining'] })
  status!: 'ok' | 'draining';
}

/** Where to find things. */
export class LinksDto {
  /** @example /docs */
  docs!: string;
  /** @example /docs-json */
  openapi!: string;
  /** @example /v1/models */
  models!: string;
  /** @example /v1/chat/completions */
  chat_completions!: string;
}

export class AboutDto {
  /** @example glm-gateway */
  name!: string;
  /** @example 0.1.0 */
  version!: string;
  links!: LinksDto;
}
