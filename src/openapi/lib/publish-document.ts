import { safeParseJson } from '../../protocol/json/safe-parse-json';
import { type JsonObject, toJsonSchema, toJsonSchemas } from './to-json-schema';

const REQUEST_ID = { 'x-request-id': { $ref: '#/components/headers/RequestId' } };

/**
 * Gives the framework's document the form that is published: schemas as OpenAPI 3.1 wants them, under
 * names without the suffix of our classes, and every operation complete.
 */
export function publishDocument(document: object): JsonObject {
  const { paths, components, ...head } = rewriteSchemas(shortenReferences(document)) as JsonObject;
  return {
    ...head,
    paths: mapObject(paths, (item) => mapObject(item, completeOperation)),
    components: mapObject(components, (group, name) =>
      name === 'responses' ? mapObject(group, completeResponse) : group,
    ),
  };
}

function shortenReferences(document: object): unknown {
  const text = JSON.stringify(document);
  return safeParseJson(text.replaceAll(/(?<="#\/components\/schemas\/\w+)Dto"/g, '"'));
}

/** Rewrites the schemas wherever they stand. Examples are data: they stay as they are. */
function rewriteSchemas(node: unknown, key = ''): unknown {
  if (typeof node !== 'object' || node === null) return node;
  if (key === 'example' || key === 'examples') return node;
  if (Array.isArray(node)) return node.map((item) => rewriteSchemas(item));
  if (key === 'schema') return toJsonSchema(node as JsonObject);
  if (key === 'schemas') return shortenNames(toJsonSchemas(node as JsonObject));
  return mapObject(node, rewriteSchemas);
}

function shortenNames(schemas: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name.replace(/Dto$/, ''), schema]),
  );
}

/** An operation without security needs no key: the document says so instead of saying nothing. */
function completeOperation(operation: unknown): JsonObject {
  const { parameters, responses, ...rest } = operation as JsonObject;
  const hasParameters = Array.isArray(parameters) && parameters.length > 0;
  return {
    security: [],
    ...rest,
    ...(hasParameters ? { parameters } : {}),
    responses: mapObject(responses, completeResponse),
  };
}

/** Every response carries the id of its request. */
function completeResponse(response: unknown): JsonObject {
  const { $ref, headers, ...rest } = response as JsonObject;
  if ($ref !== undefined) return { $ref };
  return { ...rest, headers: { ...REQUEST_ID, ...(headers as JsonObject | undefined) } };
}

function mapObject(object: unknown, map: (value: unknown, key: string) => unknown): JsonObject {
  const entries = Object.entries(object as JsonObject);
  return Object.fromEntries(entries.map(([key, value]) => [key, map(value, key)]));
}
