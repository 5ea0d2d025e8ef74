import { isJsonObject } from '../../protocol/json/safe-parse-json';
import type { LiveModel } from './build-catalogue';

const MAX_MODELS = 1000;
const MAX_NAME = 256;

/**
 * Reads OpenAI's list of models, with the context window where the server tells it (vLLM:
 * `max_model_len`; others: `context_length`). Throws when the answer is no list.
 */
export function parseModelList(answer: unknown): readonly LiveModel[] {
  const data = isJsonObject(answer) ? answer['data'] : undefined;
  if (!Array.isArray(data)) throw new Error('The answer is no list of models.');
  return data.slice(0, MAX_MODELS).flatMap((model: unknown): readonly LiveModel[] => {
    if (!isJsonObject(model)) return [];
    const { id } = model;
    if (typeof id !== 'string' || id.length === 0 || id.length > MAX_NAME) return [];
    return [{ id, contextWindow: toTokens(model['max_model_len'] ?? model['context_length']) }];
  });
}

function toTokens(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}
