import { concat, defer, of, throwError } from 'rxjs';
import { STOP, text } from '../../../test/support/parts';
import { GatewayError, type GatewayErrorDetails } from '../../protocol/gateway-error';
import type { StreamPart } from '../../protocol/stream-part';
import { RetryBudget } from './retry-budget';
import { retryEarly } from './retry-early';

const fault = (details: GatewayErrorDetails = {}): GatewayError =>
  new GatewayError('upstream-failed', 'It failed.', details);

/** Runs attempts that end with the given errors, and then one that goes well. */
function run(
  errors: readonly GatewayError[],
  { retries = 2, budget = new RetryBudget() } = {},
): { readonly seen: unknown[]; readonly counts: { attempts: number; retries: number } } {
  const counts = { attempts: 0, retries: 0 };
  const seen: unknown[] = [];
  const attempt = defer(() => {
    const error = errors[counts.attempts];
    counts.attempts += 1;
    return error === undefined ? of<StreamPart[]>([STOP]) : throwError(() => error);
  });
  retryEarly(attempt, {
    retries,
    budget,
    onRetry: () => {
      counts.retries += 1;
    },
  }).subscribe({
    next: (parts) => seen.push(...parts),
    error: (error: unknown) => seen.push(error),
  });
  return { seen, counts };
}

describe('retryEarly', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('should ask again after a moment', () => {
    const { seen, counts } = run([fault(), fault()]);
    expect(seen).toEqual([]);
    jest.advanceTimersByTime(250 + 500);
    expect(seen).toEqual([STOP]);
    expect(counts).toEqual({ attempts: 3, retries: 2 });
  });

  it('should give up after the last retry, with the last error', () => {
    const last = fault({ code: 'last' });
    const { seen, counts } = run([fault(), fault(), last]);
    jest.advanceTimersByTime(10_000);
    expect(seen).toEqual([last]);
    expect(counts.attempts).toBe(3);
  });

  it('should wait as long as the upstream asks', () => {
    const { counts } = run([
      new GatewayError('upstream-overloaded', 'Later.', { retryAfter: 3, cause: {} }),
    ]);
    jest.advanceTimersByTime(2_999);
    expect(counts.attempts).toBe(1);
    jest.advanceTimersByTime(251);
    expect(counts.attempts).toBe(2);
  });

  it.each<[string, GatewayError]>([
    ['wants a longer wait', fault({ retryAfter: 6 })],
    ['is not worth it', fault({ retryable: false })],
    ['is a time-out', new GatewayError('upstream-timeout', 'Silence.')],
    ['is a refusal', fault({ cause: { status: 400 } })],
    ['is a page', fault({ code: 'upstream_invalid_response' })],
    ['is about the request', new GatewayError('invalid-request', 'No.')],
    ['limits requests', new GatewayError('rate-limited', 'Later.', { retryAfter: 1, cause: {} })],
    [
      'is for want of a free key',
      new GatewayError('upstream-overloaded', 'Busy.', { code: 'upstream_busy' }),
    ],
    [
      'is an open circuit',
      new GatewayError('upstream-overloaded', 'Open.', { code: 'upstream_circuit_open' }),
    ],
    ['is our own', new GatewayError('internal', 'Oh.')],
  ])('should not ask again when the error %s', (_case, error) => {
    const { seen, counts } = run([error]);
    expect(seen).toEqual([error]);
    expect(counts.attempts).toBe(1);
  });

  it('should not ask again once there was output', () => {
    let attempts = 0;
    const seen: unknown[] = [];
    const attempt = defer(() => {
      attempts += 1;
      return concat(
        of<StreamPart[]>([text('Hi')]),
        throwError(() => fault()),
      );
    });
    retryEarly(attempt, { retries: 2, budget: new RetryBudget(), onRetry: jest.fn() }).subscribe({
      next: (parts) => seen.push(...parts),
      error: (error: unknown) => seen.push((error as Error).message),
    });
    expect(seen).toEqual([text('Hi'), 'It failed.']);
    expect(attempts).toBe(1);
  });

  it('should keep no timer when the client leaves meanwhile', () => {
    const attempt = throwError(() => fault());
    retryEarly(attempt, { retries: 1, budget: new RetryBudget(), onRetry: jest.fn() })
      .subscribe()
      .unsubscribe();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('should not multiply an outage: a fifth of the requests, once the reserve is used up', () => {
    const budget = new RetryBudget();
    let retries = 0;
    for (let request = 0; request < 1_000; request += 1) {
      const { counts } = run([fault(), fault()], { retries: 1, budget });
      jest.advanceTimersByTime(250);
      retries += counts.retries;
    }
    expect(retries).toBeGreaterThanOrEqual(200);
    expect(retries).toBeLessThanOrEqual(210);
  });
});
