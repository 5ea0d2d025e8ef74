import type { SimulatedUsage } from './dialects/dialect';

/** Pieces of about a token: a word with the blank before it, or a few Chinese characters. */
export function toWords(text: string): readonly string[] {
  return (
    text.match(
      /\s*(?:[\u4e00-\u9fff]{1,2}|[^\s\u4e00-\u9fff]+)\s*$|\s*(?:[\u4e00-\u9fff]{1,2}|[^\s\u4e00-\u9fff]+)/gu,
    ) ?? []
  );
}

/** The usage of an exchange, with words for tokens. */
export function countUsage(prompt: string, reasoning: string, answer: string): SimulatedUsage {
  const [input, thought] = [toWords(prompt).length, toWords(reasoning).length];
  const made = toWords(reasoning + answer).length;
  return {
    prompt_tokens: input,
    completion_tokens: made,
    total_tokens: input + made,
    ...(thought > 0 ? { completion_tokens_details: { reasoning_tokens: thought } } : {}),
  };
}
