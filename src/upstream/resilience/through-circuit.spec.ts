import { from, NEVER, of, Subject, throwError } from 'rxjs';
import { STOP, text } from '../../../test/support/parts';
import { GatewayError } from '../../protocol/gateway-error';
import type { StreamPart } from '../../protocol/stream-part';
import { CircuitBreaker } from './circuit-breaker';
import { throughCircuit } from './through-circuit';

const FAULT = new GatewayError('upstream-failed', 'It broke off.', { code: 'upstream_incomplete' });
const REFUSAL = new GatewayError('invalid-request', 'No.');

function newCircuit(failures = 1): CircuitBreaker {
  return new CircuitBreaker({ failures, openTime: 1_000, onChange: () => undefined });
}

function codeOf(circuit: CircuitBreaker, attempt = of<StreamPart[]>([STOP])): string | undefined {
  let code: string | undefined;
  throughCircuit(circuit, attempt).subscribe({
    error: (error: unknown) => {
      code = (error as GatewayError).code;
    },
  });
  return code;
}

describe('throughCircuit', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    { it: 'fails before output', attempt: throwError(() => FAULT) },
    {
      it: 'reports a fault as its last part',
      attempt: from<StreamPart[][]>([[text('Hi')], [{ type: 'error', error: FAULT }]]),
    },
  ])('should open when an attempt $it, and pass it on', ({ attempt }) => {
    const circuit = newCircuit();
    const seen: unknown[] = [];
    throughCircuit(circuit, attempt).subscribe({
      next: (parts) => seen.push(...parts),
      error: (error: unknown) => seen.push(error),
    });
    expect(seen.length).toBeGreaterThan(0);
    expect(circuit.state).toBe('open');
    expect(codeOf(circuit)).toBe('upstream_circuit_open');
  });

  it('should not run an attempt that is not admitted', () => {
    const circuit = newCircuit();
    codeOf(
      circuit,
      throwError(() => FAULT),
    );
    const attempt = new Subject<StreamPart[]>();
    codeOf(circuit, attempt);
    expect(attempt.observed).toBe(false);
  });

  it('should stay closed when clients leave or ask for what cannot be done', () => {
    const circuit = newCircuit();
    throughCircuit(circuit, NEVER).subscribe().unsubscribe();
    codeOf(
      circuit,
      throwError(() => REFUSAL),
    );
    expect(circuit.state).toBe('closed');
  });

  it('should forget faults with a complete answer only', () => {
    const circuit = newCircuit(2);
    codeOf(
      circuit,
      throwError(() => FAULT),
    );
    codeOf(circuit, of<StreamPart[]>([text('Hi')]));
    codeOf(
      circuit,
      throwError(() => FAULT),
    );
    expect(circuit.state).toBe('open');
  });

  it('should close with the first output of a trial', () => {
    const circuit = newCircuit();
    codeOf(
      circuit,
      throwError(() => FAULT),
    );
    jest.advanceTimersByTime(1_000);
    const trial = new Subject<StreamPart[]>();
    throughCircuit(circuit, trial).subscribe();
    expect(codeOf(circuit)).toBe('upstream_circuit_open');
    trial.next([text('H')]);
    expect(circuit.state).toBe('closed');
  });

  it('should leave the next request to be the trial when the client of one leaves', () => {
    const circuit = newCircuit();
    codeOf(
      circuit,
      throwError(() => FAULT),
    );
    jest.advanceTimersByTime(1_000);
    const trial = new Subject<StreamPart[]>();
    throughCircuit(circuit, trial).subscribe().unsubscribe();
    expect(trial.observed).toBe(false);
    expect(codeOf(circuit)).toBeUndefined();
    expect(circuit.state).toBe('closed');
  });
});
