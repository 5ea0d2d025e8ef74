import { isJsonObject } from '../protocol/json/safe-parse-json';
import type { Answer } from './answer';
import { exampleOf } from './example-of-schema';
import type { SimulatedExchange } from './simulated-exchange';

/** The answer to a request for JSON; `undefined` when the request leaves the form open. */
export function formattedAnswer({ body }: SimulatedExchange): Answer | undefined {
  const format = body['response_format'];
  if (!isJsonObject(format)) return undefined;
  const { type, json_schema: wrapper } = format;
  if (type === 'json_object') return { answer: '{"answer":"Hello!"}' };
  if (type !== 'json_schema' || !isJsonObject(wrapper)) return undefined;
  return { answer: JSON.stringify(exampleOf(wrapper['schema'])) };
}
