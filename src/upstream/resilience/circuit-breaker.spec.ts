import type { CircuitState } from '../../common/telemetry/telemetry-listener';
import { CircuitBreaker, type AttemptVerdict } from './circuit-breaker';

const OPEN_TIME = 10_000;

describe('CircuitBreaker', () => {
  let changes: CircuitState[];

  beforeEach(() => {
    jest.useFakeTimers();
    changes = [];
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  function newBreaker(failures = 3): CircuitBreaker {
    return new CircuitBreaker({
      failures,
      openTime: OPEN_TIME,
      onChange: (state) => changes.push(state),
    });
  }

  function attempt(breaker: CircuitBreaker, ...verdicts: readonly AttemptVerdict[]): void {
    for (const verdict of verdicts) breaker.enter()?.settle(verdict);
  }

  it('should open after faults in a row, and admit nothing for a while', () => {
    const breaker = newBreaker();
    attempt(breaker, 'bad', 'bad');
    expect(breaker.state).toBe('closed');
    attempt(breaker, 'bad');
    expect(breaker.state).toBe('open');
    expect(breaker.enter()).toBeUndefined();
    jest.advanceTimersByTime(OPEN_TIME - 1);
    expect(breaker.enter()).toBeUndefined();
    expect(changes).toEqual(['open']);
  });

  it('should count faults in a row only, and nothing that says nothing', () => {
    const breaker = newBreaker();
    attempt(breaker, 'bad', 'bad', 'good', 'bad', 'inconclusive', 'bad', 'inconclusive');
    expect(breaker.state).toBe('closed');
    attempt(breaker, 'bad');
    expect(breaker.state).toBe('open');
  });

  it('should count an attempt once', () => {
    const breaker = newBreaker(2);
    const admitted = breaker.enter();
    admitted?.settle('bad');
    admitted?.settle('bad');
    expect(breaker.state).toBe('closed');
  });

  it('should never open when it is turned off', () => {
    const breaker = newBreaker(0);
    attempt(breaker, ...Array.from({ length: 100 }, () => 'bad' as const));
    expect(breaker.state).toBe('closed');
  });

  it('should say when to come back', () => {
    const breaker = newBreaker(1);
    attempt(breaker, 'bad');
    jest.advanceTimersByTime(2_500);
    expect(breaker.refusal()).toMatchObject({
      kind: 'upstream-overloaded',
      code: 'upstream_circuit_open',
      retryAfter: 8,
    });
    jest.advanceTimersByTime(OPEN_TIME);
    expect(breaker.refusal().retryAfter).toBe(1);
  });

  it('should admit one trial after a while, and close when it goes well', () => {
    const breaker = newBreaker(1);
    attempt(breaker, 'bad');
    jest.advanceTimersByTime(OPEN_TIME);
    expect(breaker.state).toBe('half-open');
    const trial = breaker.enter();
    expect(trial?.isTrial).toBe(true);
    expect(breaker.enter()).toBeUndefined();
    trial?.settle('good');
    expect(breaker.state).toBe('closed');
    expect(breaker.enter()?.isTrial).toBe(false);
    expect(changes).toEqual(['open', 'half-open', 'closed']);
  });

  it('should open again when the trial fails', () => {
    const breaker = newBreaker(1);
    attempt(breaker, 'bad');
    jest.advanceTimersByTime(OPEN_TIME);
    attempt(breaker, 'bad');
    expect(breaker.state).toBe('open');
    jest.advanceTimersByTime(OPEN_TIME - 1);
    expect(breaker.enter()).toBeUndefined();
    expect(changes).toEqual(['open', 'half-open', 'open']);
  });

  it('should try again at once when a trial told nothing, such as when its client left', () => {
    const breaker = newBreaker(1);
    attempt(breaker, 'bad');
    jest.advanceTimersByTime(OPEN_TIME);
    attempt(breaker, 'inconclusive');
    expect(breaker.state).toBe('half-open');
    expect(breaker.enter()?.isTrial).toBe(true);
  });

  it('should not listen to attempts from before it opened', () => {
    const breaker = newBreaker(2);
    const early = [breaker.enter(), breaker.enter(), breaker.enter()];
    attempt(breaker, 'bad', 'bad');
    early[0]?.settle('good');
    expect(breaker.state).toBe('open');
    jest.advanceTimersByTime(OPEN_TIME);
    const trial = breaker.enter();
    early[1]?.settle('bad');
    trial?.settle('good');
    early[2]?.settle('bad');
    attempt(breaker, 'bad');
    expect(breaker.state).toBe('closed');
  });
});
