import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { validateSync, type ValidationError } from 'class-validator';
import { invalidRequest } from '../../protocol/gateway-error';
import { isJsonObject } from '../../protocol/json/safe-parse-json';
import { FieldRules } from './field-rules';

/**
 * Turns a JSON body into its DTO and checks the fields that the DTO knows. Unknown fields are kept:
 * clients send parameters that we do not know. `null` counts as absent. Copies one level only:
 * histories are large, and their messages are checked where they are mapped.
 */
@Injectable()
export class RequestBodyPipe implements PipeTransform<unknown, unknown> {
  private readonly rules = new Map<Type<unknown>, FieldRules>();

  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type !== 'body' || metatype === undefined) return value;
    if (!isJsonObject(value)) throw invalidRequest('The request body must be a JSON object.');
    const dto = Reflect.construct(metatype, []) as Record<string, unknown>;
    for (const [name, field] of Object.entries(value)) {
      // class-validator looks up the rules of an object by its constructor.
      if (field === null || name === 'constructor') continue;
      if (name === '__proto__') {
        // Assigned, it would be the prototype and no field.
        Object.defineProperty(dto, name, { value: field, enumerable: true });
      } else {
        dto[name] = field;
      }
    }
    if (this.rulesOf(metatype).accepts(dto)) return dto;
    const [error] = validateSync(dto);
    if (error !== undefined) throw toInvalidRequest(error);
    return dto;
  }

  private rulesOf(type: Type<unknown>): FieldRules {
    const known = this.rules.get(type);
    if (known !== undefined) return known;
    const rules = new FieldRules(type);
    this.rules.set(type, rules);
    return rules;
  }
}

function toInvalidRequest(error: ValidationError): ReturnType<typeof invalidRequest> {
  // Rules run from the last decorator to the first, which tells the type: that says it best.
  const message = Object.values(error.constraints ?? {}).at(-1);
  return invalidRequest(message ?? 'The field is not valid.', error.property);
}
