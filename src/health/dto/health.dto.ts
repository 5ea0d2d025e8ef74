import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ description: 'Whether this process takes requests.' })
export class HealthDto {
  @ApiProperty({ enum: ['ok', 'draining', 'full'] })
  status!: 'ok' | 'draining' | 'full';
}

@ApiSchema({ description: 'Where to find things.' })
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

@ApiSchema({ description: 'What this service is.' })
export class AboutDto {
  /** @example glm-gateway */
  name!: string;
  /** @example 0.1.0 */
  version!: string;
  links!: LinksDto;
}
