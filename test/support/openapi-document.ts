import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';

type JsonObject = Readonly<Record<string, unknown>>;

/** One operation of the document. */
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly security: readonly unknown[];
  readonly responses: Readonly<Record<string, JsonObject>>;
  readonly requestBody?: JsonObject;
}

/** An OpenAPI document as a client uses it: to know what answers look like. */
export class OpenApiDocument {
  private readonly ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });

  private readonly validators = new Map<JsonObject, ValidateFunction>();
  private readonly components: JsonObject;

  constructor(private readonly document: JsonObject) {
    this.ajv.addKeyword('components');
    this.ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    this.components = closeSchemas(document['components'] as JsonObject);
  }

  get operations(): readonly Operation[] {
    return Object.entries(this.document['paths'] as JsonObject).flatMap(([path, item]) =>
      Object.entries(item as Readonly<Record<string, Operation>>).map(([method, operation]) => ({
        ...operation,
        method: method.toUpperCase(),
        path,
      })),
    );
  }

  operation(operationId: string): Operation {
    const found = this.operations.find((operation) => operation.operationId === operationId);
    if (found === undefined) throw new Error(`The document knows no operation ${operationId}.`);
    return found;
  }

  /**
   * What is wrong with a body, by the schema of the response: empty when nothing is. Fields that the
   * document does not know are wrong, too.
   */
  problems(operationId: string, response: Response, body: unknown): readonly string[] {
    const { status, headers } = response;
    const documented = this.resolve(this.operation(operationId).responses[String(status)]);
    if (documented === undefined) return [`The document knows no status ${String(status)}.`];
    const type = headers.get('content-type')?.split(';')[0] ?? '';
    const missing = Object.keys((documented['headers'] ?? {}) as JsonObject).filter(
      (name) => !OPTIONAL_HEADERS.has(name) && !isLate(name, type) && !headers.has(name),
    );
    const media = (documented['content'] as Readonly<Record<string, JsonObject>>)[type];
    if (media === undefined) return [`The document knows no ${type} for ${String(status)}.`];
    return [
      ...missing.map((name) => `The header ${name} is missing.`),
      ...this.schemaProblems(media['schema'] as JsonObject, body),
    ];
  }

  private schemaProblems(schema: JsonObject, body: unknown): readonly string[] {
    const validate = this.validators.get(schema) ?? this.compile(schema);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }

  private compile(schema: JsonObject): ValidateFunction {
    const validate = this.ajv.compile({ ...schema, components: this.components });
    this.validators.set(schema, validate);
    return validate;
  }

  private resolve(node: JsonObject | undefined): JsonObject | undefined {
    const reference = node?.['$ref'];
    if (typeof reference !== 'string') return node;
    return reference
      .split('/')
      .slice(1)
      .reduce<JsonObject>((parent, key) => parent[key] as JsonObject, this.document);
  }
}

/** Headers that only some responses of an operation carry. */
const OPTIONAL_HEADERS: ReadonlySet<string> = new Set(['x-ignored-parameters', 'x-should-retry']);

/** A stream that had to show signs of life before an upstream answered could not name it any more. */
function isLate(name: string, type: string): boolean {
  return name === 'x-upstream' && type === 'text/event-stream';
}

/** Lets no schema pass fields that it does not describe. */
function closeSchemas({ schemas }: JsonObject): JsonObject {
  const closed = Object.entries(schemas as Readonly<Record<string, JsonObject>>).map(
    ([name, schema]) => [
      name,
      schema['type'] === 'object' ? { additionalProperties: false, ...schema } : schema,
    ],
  );
  return { schemas: Object.fromEntries(closed) as JsonObject };
}
