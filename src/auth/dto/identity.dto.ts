import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ description: 'The key that a request came with.' })
export class IdentityDto {
  @ApiProperty({ enum: ['api_key'] })
  object!: 'api_key';
  /** Name of the key in logs, as in `KEYS_FILE`; it does not reveal the key. @example key_2c26b46b68ff */
  key_id!: string;
}
