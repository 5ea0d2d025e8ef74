import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ description: 'A response that is kept no longer.' })
export class DeletedResponseDto {
  /** @example resp_5f1d7a84d2a14a0ab2c3d4e5f6071829 */
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['response'] })
  object!: 'response';
  @ApiProperty({ enum: [true] })
  deleted!: true;
}

@ApiSchema({ description: 'A page of the items that a request had as its input.' })
export class InputItemListDto {
  @ApiProperty({ enum: ['list'] })
  object!: 'list';
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  data!: object[];
  @ApiProperty({ type: 'string', nullable: true })
  first_id!: string | null;
  @ApiProperty({ type: 'string', nullable: true })
  last_id!: string | null;
  has_more!: boolean;
}
