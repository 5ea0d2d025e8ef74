import type { SimulatedExchange } from './simulated-exchange';
import type { Reply } from './simulator-server';

/** An answer in words, from which the events of the web protocol are made. */
export interface WebAnswer {
  readonly reasoning?: string;
  readonly answer: string;
  /** Milliseconds between events. */
  readonly pace?: number;
}

const TAG_HEAD = '<details type="reasoning" done="';
const TAG_TAIL = ' view="" last_tool_call_name="">\n';

/**
 * Answers as chat.z.ai does: reasoning as quoted markdown inside `<details>`, one edit at the phase
 * switch that sends all of it again together with the answer's first words, then deltas, usage, done.
 */
export function webAnswer({ reasoning = '', answer, pace = 0 }: WebAnswer): Reply {
  return async (exchange) => {
    const words = toWords(answer);
    const spoken = reasoning.length > 0 ? await think(exchange, reasoning, pace) : '';
    const rest = spoken.length > 0 ? switchPhase(exchange, spoken, words) : words;
    for (const word of rest) await speak(exchange, { phase: 'answer', delta_content: word }, pace);
    exchange.send({ phase: 'other', usage: countWords(exchange.prompt, reasoning + answer) });
    exchange.send({ phase: 'done', done: true });
    exchange.end();
  };
}

/** Sends a transcript as it is, in reads of `size` bytes. */
export function replay(bytes: Uint8Array, size = bytes.length): Reply {
  return (exchange) => {
    exchange.open();
    for (let offset = 0; offset < bytes.length; offset += size) {
      exchange.write(bytes.subarray(offset, offset + size));
    }
    exchange.end();
  };
}

async function think(
  exchange: SimulatedExchange,
  reasoning: string,
  pace: number,
): Promise<string> {
  const opening = `${TAG_HEAD}false"${TAG_TAIL}<summary>Thinking…</summary>\n> `;
  const words = toWords(reasoning);
  for (const [index, word] of words.entries()) {
    const quoted = word.replaceAll('\n', '\n> ');
    const delta = index === 0 ? opening + quoted : quoted;
    await speak(exchange, { phase: 'thinking', delta_content: delta }, pace);
  }
  return words.join('').replaceAll('\n', '\n> ');
}

function switchPhase(
  exchange: SimulatedExchange,
  quoted: string,
  words: readonly string[],
): readonly string[] {
  const [first = '', ...rest] = words;
  exchange.send({
    phase: 'answer',
    edit_index: TAG_HEAD.length,
    edit_content: `true" duration="1"${TAG_TAIL}<summary>Thought for 1 seconds</summary>\n> ${quoted}\n</details>\n${first}`,
  });
  return rest;
}

async function speak(exchange: SimulatedExchange, data: unknown, pace: number): Promise<void> {
  if (exchange.isClosed) return;
  exchange.send(data);
  if (pace > 0) await exchange.pause(pace);
}

/** Pieces of about a token: a word with the blank before it, or a few Chinese characters. */
function toWords(text: string): readonly string[] {
  return (
    text.match(
      /\s*(?:[\u4e00-\u9fff]{1,2}|[^\s\u4e00-\u9fff]+)\s*$|\s*(?:[\u4e00-\u9fff]{1,2}|[^\s\u4e00-\u9fff]+)/gu,
    ) ?? []
  );
}

function countWords(prompt: string, output: string): object {
  const [input, made] = [toWords(prompt).length, toWords(output).length];
  return { prompt_tokens: input, completion_tokens: made, total_tokens: input + made };
}
