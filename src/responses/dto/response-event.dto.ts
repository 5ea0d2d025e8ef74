import {
  ApiProperty,
  ApiPropertyOptional,
  ApiSchema,
  type ApiSchemaOptions,
} from '@nestjs/swagger';
import { ResponseDto } from './response.dto';

const SCHEMA: ApiSchemaOptions & { readonly additionalProperties: true } = {
  description: 'The `data` of one event; `type` is also the name of the event.',
  additionalProperties: true,
};

@ApiSchema(SCHEMA)
export class ResponseEventDto {
  /** @example response.output_text.delta */
  @ApiProperty()
  type!: string;
  /** Position of the event in the stream, from 0. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  sequence_number!: number;
  /** The item that the event is about. */
  item_id?: string;
  /** Position of the item in the output. */
  @ApiPropertyOptional({ type: 'integer', minimum: 0 })
  output_index?: number;
  /** The next piece of a text. */
  delta?: string;
  /** With the events that begin and end a response. */
  response?: ResponseDto;
}
