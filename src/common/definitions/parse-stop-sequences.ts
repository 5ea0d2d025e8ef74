import { invalidRequest } from '../../protocol/gateway-error';

const MAX_SEQUENCES = 16;
/** UTF-16 units. */
const MAX_LENGTH = 256;

/** How a dialect speaks of its stop sequences, for errors. */
export interface StopSequenceWords {
  readonly param: string;
  /** What the parameter may be: `an array`. */
  readonly form: string;
  /** Path of one of them. */
  readonly pathOf: (index: number) => string;
}

/** Checks the stop sequences of a request. Throws a `GatewayError` that names what is wrong. */
export function parseStopSequences(
  sequences: unknown,
  { param, form, pathOf }: StopSequenceWords,
): readonly string[] {
  if (!Array.isArray(sequences) || sequences.length > MAX_SEQUENCES) {
    const limit = String(MAX_SEQUENCES);
    throw invalidRequest(`${param} must be ${form} of up to ${limit} strings.`, param);
  }
  return sequences.map((sequence: unknown, index) => {
    if (typeof sequence === 'string' && sequence.length > 0 && sequence.length <= MAX_LENGTH) {
      return sequence;
    }
    throw invalidRequest(
      `A stop sequence must be a string of 1 to ${String(MAX_LENGTH)} characters.`,
      pathOf(index),
    );
  });
}
