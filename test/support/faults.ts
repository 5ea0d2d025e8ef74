import type { SimulatedExchange } from '../../src/simulator/simulated-exchange';
import { ask, postChat } from './chat';
import type { Stack } from './stack';
import { readError, type ErrorObject } from './read-error';
import { readStream, type StreamContent } from './read-sse';

/** Text of the upstream: it must reach neither clients nor logs. */
export const CANARY = 'canary-of-the-upstream';

/** Starts an answer: what comes after it is a fault midway. */
export function speak(exchange: SimulatedExchange, text = 'So far so good.'): void {
  exchange.say(text);
}

/** Starts an answer that ends in an error. */
export function breakOff(exchange: SimulatedExchange): void {
  speak(exchange);
  exchange.sayFailure(500, { message: CANARY });
}

/** How a request failed before it had any output. */
export interface Refusal {
  readonly status: number;
  readonly headers: Headers;
  readonly error: ErrorObject;
}

/** Asks, and expects an error with a status of its own. */
export async function askInVain(stack: Stack, fields: object): Promise<Refusal> {
  const response = await postChat(stack.origin, ask('x', fields));
  const { status, headers } = response;
  const error = await readError(response);
  expect(JSON.stringify(error)).not.toContain(CANARY);
  return { status, headers, error };
}

/** Asks for a stream, and expects one that begins well and ends in an error event. */
export async function streamInVain(stack: Stack): Promise<StreamContent> {
  const response = await postChat(stack.origin, ask('x', { stream: true }));
  expect(response.status).toBe(200);
  const stream = await readStream(response);
  expect(Object.keys(stream.error ?? {}).sort()).toEqual(['code', 'message', 'param', 'type']);
  expect(JSON.stringify(stream.error)).not.toContain(CANARY);
  expect(stream.isDone).toBe(false);
  expect(stream.finishReasons).toEqual([]);
  return stream;
}
