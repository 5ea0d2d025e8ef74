import { setTimeout as delay } from 'node:timers/promises';
import type { SimulatedExchange } from '../../src/simulator/simulated-exchange';
import { ask, postChat } from './chat';
import { speak } from './faults';
import { readError, type ErrorObject } from './read-error';
import type { Stack } from './stack';

/** Milliseconds that a test of counts may take. */
const ROOM = 8_000;

/** Counts begin anew with each minute of the clock: a test of them must not run into the next one. */
export async function untilMinuteHasRoom(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < ROOM) await delay(left + 50);
}

/** The statuses of chat requests that are sent one after the other. */
export async function statusesOf(
  origins: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const origin of origins) {
    const response = await postChat(origin, ask('x'), { headers });
    await response.text();
    statuses.push(response.status);
  }
  return statuses;
}

/** A request in progress that the upstream keeps waiting, after its first words. */
export async function startEndless(
  stack: Stack,
  origin = stack.origin,
): Promise<{ readonly exchange: SimulatedExchange; readonly leave: () => void }> {
  stack.simulator.enqueue((exchange) => {
    speak(exchange);
  });
  const arrived = stack.simulator.nextExchange();
  const leaving = new AbortController();
  const { signal } = leaving;
  const response = await postChat(origin, ask('x', { stream: true }), { signal });
  expect(response.status).toBe(200);
  const leave = (): void => {
    leaving.abort();
  };
  return { exchange: await arrived, leave };
}

/** A refusal for a limit: what every one of them has. */
export async function readLimited(response: Response): Promise<ErrorObject> {
  expect(response.status).toBe(429);
  const seconds = Number(response.headers.get('retry-after'));
  const milliseconds = Number(response.headers.get('retry-after-ms'));
  expect(seconds).toBe(Math.ceil(milliseconds / 1000));
  expect(milliseconds).toBeGreaterThan(0);
  expect(milliseconds).toBeLessThanOrEqual(60_000);
  const error = await readError(response);
  expect(error).toMatchObject({ type: 'rate_limit_error', code: 'rate_limit_exceeded' });
  expect(error.message).toContain(`Retry in ${String(seconds)} s.`);
  return error;
}
