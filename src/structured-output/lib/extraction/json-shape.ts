import type { OutputFormat } from '../../../protocol/output-format';
import { type ValueType, valueTypes } from '../../../protocol/json-schema/value-types';

/** Which values may stand at the top of an answer. */
export interface JsonShape {
  readonly allowsObject: boolean;
  readonly allowsArray: boolean;
  /** Texts, numbers, booleans or null. */
  readonly allowsScalar: boolean;
}

const OBJECT: JsonShape = { allowsObject: true, allowsArray: false, allowsScalar: false };

/** The shape that a format demands. */
export function shapeOf(format: Exclude<OutputFormat, { readonly type: 'text' }>): JsonShape {
  if (format.type === 'json-object') return OBJECT;
  const { schema } = format;
  const types = valueTypes(schema, schema);
  const isOpen = types.size === 0 || types.size === 4;
  // A schema without a type that speaks of properties means an object, whatever it allows.
  if (isOpen && ('properties' in schema || 'required' in schema)) return OBJECT;
  const allows = (type: ValueType): boolean => types.size === 0 || types.has(type);
  return {
    allowsObject: allows('object'),
    allowsArray: allows('array'),
    allowsScalar: allows('string') || allows('other'),
  };
}
