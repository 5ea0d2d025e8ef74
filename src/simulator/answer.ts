import { toWords } from './count-words';
import type { SimulatedCall } from './dialects/dialect';
import type { SimulatedExchange } from './simulated-exchange';
import type { Reply } from './simulator-server';

/** An answer in words, from which each dialect makes its events. */
export interface Answer {
  readonly reasoning?: string;
  readonly answer?: string;
  readonly calls?: readonly SimulatedCall[];
  /** Milliseconds between events. */
  readonly pace?: number;
}

/** Answers a request in its dialect, from the first event to a proper end. */
export function answerWith({
  reasoning = '',
  answer: text = '',
  calls = [],
  pace = 0,
}: Answer): Reply {
  return async (exchange) => {
    for (const word of toWords(reasoning)) {
      await atPace(exchange, pace, () => exchange.reason(word));
    }
    for (const word of toWords(text)) await atPace(exchange, pace, () => exchange.say(word));
    for (const call of calls) await atPace(exchange, pace, () => exchange.callTool(call));
    exchange.finish();
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

async function atPace(
  exchange: SimulatedExchange,
  pace: number,
  speak: () => boolean,
): Promise<void> {
  if (exchange.isClosed) return;
  speak();
  if (pace > 0) await exchange.pause(pace);
}
