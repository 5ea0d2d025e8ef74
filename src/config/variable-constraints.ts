import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, Max, Min, ValidateBy } from 'class-validator';

/** The largest time that a variable may set: a day. */
export const MAX_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Reads a comma-separated variable as the list of its non-empty items. */
export function IsList(): PropertyDecorator {
  return Transform(({ value }) => splitList(value));
}

/** Reads `true` and `false`, and refuses everything else. */
export function IsSwitch(): PropertyDecorator {
  return all(
    Transform(({ value }) =>
      value === 'true' ? true : value === 'false' ? false : (value as unknown),
    ),
    IsBoolean({ message: '$property must be true or false' }),
  );
}

/** Reads a whole number within bounds, both included. */
export function IsWhole(min: number, max: number): PropertyDecorator {
  const message = `$property must be a whole number from ${String(min)} to ${String(max)}`;
  return all(
    // Digits only: Number would also read 0x10 and 1e3.
    Transform(({ value }) => (/^\d+$/.test(String(value)) ? Number(value) : Number.NaN)),
    IsInt({ message }),
    Min(min, { message }),
    Max(max, { message }),
  );
}

/** Reads a port to listen on. */
export function IsPort(): PropertyDecorator {
  return IsWhole(0, 65_535);
}

/** Reads the address of a Redis, with credentials or without. */
export function IsRedisUrl(): PropertyDecorator {
  return ValidateBy({
    name: 'isRedisUrl',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' && /^rediss?:\/\//.test(value) && URL.canParse(value),
      defaultMessage: () => '$property must be a redis:// or rediss:// address',
    },
  });
}

function splitList(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item.length > 0);
}

function all(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
}
