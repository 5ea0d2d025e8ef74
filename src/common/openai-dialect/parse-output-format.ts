import { invalidRequest } from '../../protocol/gateway-error';
import { asString, isJsonObject } from '../../protocol/json/safe-parse-json';
import type { OutputFormat } from '../../protocol/output-format';
import { checkSchema } from '../definitions/check-schema';

const NAME = /^[\w-]{1,64}$/;
/** For clients that leave the name out: it means nothing to the answer. */
const DEFAULT_NAME = 'response';

/**
 * Maps OpenAI's description of an output format, which the request has at `path`: `response_format` of
 * chat completions, where `json_schema` has an object of its own, or `text.format` of responses, where
 * `isFlat`. Throws a `GatewayError` that names the field at fault.
 */
export function parseOutputFormat(
  value: unknown,
  path: string,
  { isFlat = false }: { readonly isFlat?: boolean } = {},
): OutputFormat {
  if (value === undefined || value === null) return { type: 'text' };
  if (!isJsonObject(value)) throw invalidRequest(`${path} must be an object.`, path);
  switch (value['type']) {
    case 'text':
      return { type: 'text' };
    case 'json_object':
      return { type: 'json-object' };
    case 'json_schema':
      return isFlat
        ? parseJsonSchema(value, path)
        : parseJsonSchema(value['json_schema'], `${path}.json_schema`);
    default:
      throw invalidRequest(
        `${path}.type must be text, json_object or json_schema.`,
        `${path}.type`,
      );
  }
}

function parseJsonSchema(value: unknown, path: string): OutputFormat {
  if (!isJsonObject(value)) throw invalidRequest(`${path} must be an object.`, path);
  const name = value['name'] ?? DEFAULT_NAME;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw invalidRequest(
      'The name of a format must have 1 to 64 letters, digits, dashes or underscores.',
      `${path}.name`,
    );
  }
  const schema = value['schema'] ?? undefined;
  // Without a schema, any object fits.
  if (schema === undefined) return { type: 'json-object' };
  return {
    type: 'json-schema',
    name,
    description: asString(value['description']),
    schema: checkSchema(schema, `${path}.schema`),
    strict: value['strict'] === true,
  };
}
