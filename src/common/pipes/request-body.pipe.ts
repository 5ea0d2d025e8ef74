import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { validateSync, type ValidationError } from 'class-validator';
import { invalidRequest } from '../../protocol/gateway-error';
import { isJsonObject } from '../../protocol/json/safe-parse-json';

/**
 * Turns a JSON body into its DTO and checks the fields that the DTO knows. Unknown fields are kept:
 * clients send parameters that we do not know. `null` counts as absent. Copies one level only:
 * histories are large, and their messages are checked where they are mapped.
 */
@Injectable()
export class RequestBodyPipe implements PipeTransform<unknown, unknown> {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type !== 'body' || metatype === undefined) return value;
    if (!isJsonObject(value)) throw invalidRequest('The request body must be a JSON object.');
    const dto = Reflect.construct(metatype, []) as object;
    for (const [name, field] of Object.entries(value)) {
      // The validator finds its rules by the constructor: a field of that name must not hide it.
      if (field === null || name === 'constructor') continue;
      Object.defineProperty(dto, name, { ...DATA, value: field });
    }
    const [error] = validateSync(dto);
    if (error !== undefined) throw toInvalidRequest(error);
    return dto;
  }
}

/** Defining, not assigning: a field named `__proto__` stays a field. */
const DATA = { enumerable: true, configurable: true, writable: true };

function toInvalidRequest(error: ValidationError): ReturnType<typeof invalidRequest> {
  // Rules are checked from the last to the first, and the first is the one on the type.
  const message = Object.values(error.constraints ?? {}).at(-1);
  return invalidRequest(message ?? 'The field is not valid.', error.property);
}
