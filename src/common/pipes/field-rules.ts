import type { Type } from '@nestjs/common';
import {
  getMetadataStorage,
  type MetadataStorage,
  type ValidationArguments,
  ValidationTypes,
} from 'class-validator';

type Rule = ReturnType<MetadataStorage['getTargetValidationMetadatas']>[number];
type Constraints = ReturnType<MetadataStorage['getTargetValidatorConstraints']>;
type Condition = (object: object, value: unknown) => boolean;

interface Field {
  readonly name: string;
  /** The rules apply where all of these hold. */
  readonly conditions: readonly Condition[];
  readonly rules: readonly Condition[];
}

/**
 * The rules of a DTO, to be asked whether an object keeps them all. class-validator prepares an error
 * for each field before it looks at it, which costs a short request more than all else that is done
 * with its body: it is needed only to say what is wrong.
 */
export class FieldRules {
  private readonly fields: readonly Field[];
  private readonly areSimple: boolean;

  constructor(type: Type<unknown>) {
    const storage = getMetadataStorage();
    const rules = storage.getTargetValidationMetadatas(type, '', false, false);
    const fields = Object.entries(storage.groupByPropertyName(rules));
    this.areSimple = rules.length > 0 && rules.every(isSimple);
    this.fields = fields.map(([name, ofField]) => ({
      name,
      conditions: ofField.filter(isCondition).map(toCondition),
      rules: ofField.filter((rule) => !isCondition(rule)).flatMap(toRules),
    }));
  }

  /** True if class-validator would find no error; false if it would, or if only it can tell. */
  accepts(object: object): boolean {
    return this.areSimple && this.fields.every((field) => accepts(field, object));
  }
}

function accepts({ name, conditions, rules }: Field, object: object): boolean {
  const value = (object as Readonly<Record<string, unknown>>)[name];
  for (const condition of conditions) if (!condition(object, value)) return true;
  for (const rule of rules) if (!rule(object, value)) return false;
  return true;
}

function isCondition({ type }: Rule): boolean {
  return type === ValidationTypes.CONDITIONAL_VALIDATION;
}

/** Whether a rule is about one value and nothing else. */
function isSimple(rule: Rule): boolean {
  if (isCondition(rule)) return true;
  const isOwn = rule.type === ValidationTypes.CUSTOM_VALIDATION && !rule.each;
  return isOwn && rule.validateIf === undefined && constraintsOf(rule).every(({ async }) => !async);
}

function toCondition({ constraints }: Rule): Condition {
  return constraints[0] as Condition;
}

function toRules(rule: Rule): readonly Condition[] {
  const { propertyName: property, target } = rule;
  const constraints = rule.constraints as unknown[];
  const targetName = typeof target === 'string' ? target : target.name;
  return constraintsOf(rule).map(({ instance }) => (object, value) => {
    const given: ValidationArguments = { value, constraints, targetName, object, property };
    return instance.validate(value, given) === true;
  });
}

function constraintsOf({ constraintCls }: Rule): Constraints {
  return getMetadataStorage().getTargetValidatorConstraints(constraintCls);
}
