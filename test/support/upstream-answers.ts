import type { Reply } from '../../src/simulator/simulator-server';
import { CANARY } from './faults';

/** An answer of the upstream, or of what stands before it, that is no event stream. */
export function answerOnce(
  status: number,
  type: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return (exchange) => {
    exchange.answer(status, type, body, headers);
  };
}

/** The same in JSON, with something in it that must not get out. */
export function answerJson(status: number, body: object): Reply {
  return answerOnce(status, 'application/json', JSON.stringify({ ...body, trace: CANARY }));
}

/** A refusal in the words of the upstream under test. */
export function refuse(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return (exchange) => {
    exchange.refuse(status, { message: CANARY, headers });
  };
}
