type JsonObject = Readonly<Record<string, unknown>>;

/** Longest text that an example is filled up to. */
const MAX_LENGTH = 200;

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2025-01-31T12:00:00Z',
  date: '2025-01-31',
  time: '12:00:00Z',
  duration: 'PT1H',
  email: 'user@example.com',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
  ipv4: '192.0.2.1',
  hostname: 'example.com',
};

/** A text of the schema's format and length. */
export function exampleText(schema: JsonObject): string {
  const { format } = schema;
  const text = typeof format === 'string' ? FORMATS[format] : undefined;
  if (text !== undefined) return text;
  const least = Math.min(numberOf(schema, 'minLength') ?? 0, MAX_LENGTH);
  return 'text'.padEnd(least, ' text').slice(0, numberOf(schema, 'maxLength'));
}

/** A number within the schema's bounds: 1 where that fits, else the one nearest to a bound. */
export function exampleNumber(schema: JsonObject, isInteger: boolean): number {
  const step = numberOf(schema, 'multipleOf') ?? (isInteger ? 1 : undefined);
  const above = numberOf(schema, 'exclusiveMinimum');
  const below = numberOf(schema, 'exclusiveMaximum');
  const least = numberOf(schema, 'minimum');
  const most = numberOf(schema, 'maximum');
  const fits = (value: number): boolean =>
    (least === undefined || value >= least) &&
    (most === undefined || value <= most) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below) &&
    (step === undefined || Number.isInteger(value / step));
  return candidates([least, above, most, below], step).find(fits) ?? 1;
}

function candidates(
  bounds: readonly (number | undefined)[],
  step: number | undefined,
): readonly number[] {
  const known = bounds.filter((bound) => bound !== undefined);
  const middles = known.flatMap((one) => known.map((other) => (one + other) / 2));
  const near = [...known, ...middles].flatMap((bound) => {
    if (step === undefined) return [bound, bound + 1, bound - 1];
    const units = Math.round(bound / step);
    return [units, units + 1, units - 1].map((count) => count * step);
  });
  return [1, 0, ...(step === undefined ? [] : [step]), ...near];
}

function numberOf(schema: JsonObject, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === 'number' ? value : undefined;
}
