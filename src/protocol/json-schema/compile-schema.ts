import type { ErrorObject, FuncKeywordDefinition } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020';
import { isDeeperThan } from '../json/json-depth';

type JsonObject = Readonly<Record<string, unknown>>;

/** Says what is wrong with a value, in words for the model; an empty list when it fits. */
export type SchemaCheck = (value: unknown) => readonly string[];

const MAX_PROBLEMS = 10;
/** Levels of a value; a schema that refers to itself takes as many calls to check one. */
const MAX_DEPTH = 256;
/** Of the path of a problem: its steps are names that the model wrote. */
const MAX_PATH_LENGTH = 100;

/** Checks schemas themselves. Shared: compiling the schema of schemas takes tens of milliseconds. */
const SCHEMA_CHECKER = new Ajv2020({ strict: false, logger: false });

/**
 * ajv compares every item with every other: ten seconds for ten thousand small objects. Objects whose
 * names stand in another order pass for different here.
 */
const UNIQUE_ITEMS: FuncKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  validate: (isDemanded: boolean, items: readonly unknown[]) =>
    !isDemanded || new Set(items.map((item) => JSON.stringify(item))).size === items.length,
  error: { message: 'must not have the same item twice' },
};

/**
 * The check of a schema; `undefined` for a schema that cannot be compiled. Regular expressions of the
 * schema are not run: the client wrote them, and one of them could occupy the process for minutes.
 */
export function compileSchema(written: JsonObject): SchemaCheck | undefined {
  // Generators name several drafts, which say the same of what clients use.
  const schema = Object.fromEntries(
    Object.entries(written).filter(([keyword]) => keyword !== '$schema'),
  );
  try {
    if (SCHEMA_CHECKER.validateSchema(schema) !== true) return undefined;
    // One instance per check: an instance remembers the ids within what it compiled.
    const ajv = new Ajv2020({
      strict: false,
      allErrors: true,
      validateFormats: false,
      validateSchema: false,
      meta: false,
      logger: false,
    });
    ajv.removeKeyword('pattern');
    ajv.removeKeyword('patternProperties');
    ajv.removeKeyword('uniqueItems');
    ajv.addKeyword(UNIQUE_ITEMS);
    const validate = ajv.compile(schema);
    return (value) => {
      if (isDeeperThan(value, MAX_DEPTH)) return ['the value nests too deeply'];
      return validate(value) ? [] : (validate.errors ?? []).slice(0, MAX_PROBLEMS).map(describe);
    };
  } catch {
    return undefined;
  }
}

function describe({ instancePath, message = 'is not valid' }: ErrorObject): string {
  const path = instancePath.slice(1, MAX_PATH_LENGTH);
  return `${path.length > 0 ? path : 'the value'} ${message}`;
}
