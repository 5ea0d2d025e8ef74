import { ApiPropertyOptional, ApiSchema, type ApiSchemaOptions } from '@nestjs/swagger';

const SCHEMA: ApiSchemaOptions & { readonly additionalProperties: true } = {
  description:
    'An item of the conversation: a message (`role`, `content`), a `reasoning` item of an earlier response, a `function_call` (`call_id`, `name`, `arguments`), its `function_call_output` (`call_id`, `output`), or an `item_reference` (`id`).',
  additionalProperties: true,
};

@ApiSchema(SCHEMA)
export class InputItemDto {
  /** `message` when absent. @example message */
  @ApiPropertyOptional()
  type?: string;
  id?: string;
  /** `user`, `assistant`, `system` or `developer`. @example user */
  @ApiPropertyOptional()
  role?: string;
  @ApiPropertyOptional({
    oneOf: [
      { type: 'string' },
      { type: 'array', items: { type: 'object', additionalProperties: true } },
    ],
    example: 'Hello!',
  })
  content?: unknown;
}
