import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ description: 'That this process runs.' })
export class LivenessDto {
  @ApiProperty({ enum: ['ok'] })
  status!: 'ok';
}

const STATES = ['up', 'down'] as const;

/** The answer of one check. */
export type CheckState = (typeof STATES)[number];

const READINESS = ['ok', 'draining', 'full', 'unavailable'] as const;

/** Why no request should come here, or `ok`. */
export type Readiness = (typeof READINESS)[number];

@ApiSchema({ description: 'What the readiness depends on.' })
export class ReadinessChecksDto {
  /** Whether the settings name an upstream. */
  @ApiProperty({ enum: STATES })
  configuration!: CheckState;
  /** Down while the service shuts down. */
  @ApiProperty({ enum: STATES })
  accepting!: CheckState;
  /** Down while as many requests are served as may be. */
  @ApiProperty({ enum: STATES })
  capacity!: CheckState;
}

@ApiSchema({ description: 'Whether this process takes requests.' })
export class ReadinessDto {
  @ApiProperty({ enum: READINESS })
  status!: Readiness;
  checks!: ReadinessChecksDto;
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
  /** @example /v1/responses */
  responses!: string;
  /** @example /v1/messages */
  messages!: string;
}

@ApiSchema({ description: 'What this service is.' })
export class AboutDto {
  /** @example glm-gateway */
  name!: string;
  /** @example 0.1.0 */
  version!: string;
  links!: LinksDto;
}
