import { type NativeAbilities } from '../../src/protocol/model-profile';
import type { JsonSchemaFormat, OutputFormat } from '../../src/protocol/output-format';
import type { Rejection } from '../../src/protocol/rejection';
import type { FinishPart, StreamPart } from '../../src/protocol/stream-part';
import { runTransform } from '../../src/protocol/transform';
import {
  type FormatPlan,
  StructuredOutputService,
} from '../../src/structured-output/services/structured-output.service';
import { generationRequest } from './generation-requests';

/** What a client makes of a checked answer. */
export interface HeardAnswer {
  readonly text: string;
  /** The finish reason, `error: …` or `rejection: …`. */
  readonly end: string;
}

export interface CheckedWith {
  readonly native?: NativeAbilities['outputFormat'];
  readonly isSecond?: boolean;
  readonly finish?: Omit<FinishPart, 'type'>;
}

export const REJECTED: Rejection = {
  type: 'rejection',
  demand: 'format',
  problem: 'the answer is not JSON.',
  said: 'No.',
  calls: [],
  sentCalls: 0,
  hasSentText: false,
};

export function schemaFormat(schema: JsonSchemaFormat['schema'], strict = false): JsonSchemaFormat {
  return { type: 'json-schema', name: 'answer', schema, strict };
}

export function planOf(
  outputFormat: OutputFormat,
  native: NativeAbilities['outputFormat'] = 'text',
): FormatPlan {
  const abilities = { tools: false, toolChoice: false, outputFormat: native };
  const plan = new StructuredOutputService().prepare(
    generationRequest({ outputFormat }),
    abilities,
  );
  if (plan === undefined) throw new Error('There is no plan for text.');
  return plan;
}

/** Plans of formats that were asked for before: compiling a schema takes long. */
const plans = new Map<string, FormatPlan>();

/** Checks an answer that comes in `deltas`. */
export function checkAnswer(
  format: OutputFormat,
  deltas: readonly string[],
  { native, isSecond = false, finish = { reason: 'stop' } }: CheckedWith = {},
): HeardAnswer {
  const key = JSON.stringify([format, native]);
  const plan = plans.get(key) ?? planOf(format, native);
  plans.set(key, plan);
  const check = plan.check(isSecond ? REJECTED : undefined);
  return hearAnswer(
    runTransform(check, [
      ...deltas.map((text): StreamPart => ({ type: 'text', text })),
      { type: 'finish', ...finish },
    ]),
  );
}

/** Folds as a client that does not stream would see it. */
export function hearAnswer(parts: readonly (StreamPart | Rejection)[]): HeardAnswer {
  let text = '';
  for (const part of parts) {
    if (part.type === 'text') text += part.text;
    if (part.type === 'rewrite' && part.channel === 'text') text = part.text;
  }
  const last = parts.at(-1);
  if (last?.type === 'finish') return { text, end: last.reason };
  if (last?.type === 'error') return { text, end: `error: ${last.error.code ?? ''}` };
  return { text, end: last?.type === 'rejection' ? `rejection: ${last.problem}` : '' };
}
