import { GatewayError } from '../../protocol/gateway-error';
import type { StreamPart } from '../../protocol/stream-part';
import { UpstreamHistory } from './upstream-history';

const FINISH: StreamPart = { type: 'finish', reason: 'length' };

function failure(code?: string): StreamPart {
  return { type: 'error', error: new GatewayError('upstream-timeout', 'Too slow.', { code }) };
}

describe('UpstreamHistory', () => {
  it('should remember whole seconds of the last success and the last failure', () => {
    let clock = 1_999;
    const history = new UpstreamHistory(() => clock);
    history.observe(FINISH);
    clock = 5_000;
    history.observe(failure('upstream_timeout'));
    expect(history.lastSuccess).toBe(1);
    expect(history.lastFailure).toEqual({ at: 5, code: 'upstream_timeout' });
  });

  it('should count failures until the next success, and keep the last one', () => {
    const history = new UpstreamHistory(() => 0);
    history.observe(failure('a'));
    history.observe(failure('b'));
    expect(history.failuresInARow).toBe(2);
    history.observe(FINISH);
    expect(history.failuresInARow).toBe(0);
    expect(history.lastFailure?.code).toBe('b');
  });

  it('should name a failure without a code by its kind', () => {
    const history = new UpstreamHistory(() => 0);
    history.observe(failure());
    expect(history.lastFailure?.code).toBe('upstream-timeout');
  });

  it.each<StreamPart | undefined>([
    undefined,
    { type: 'text', text: 'Hi' },
    { type: 'start', upstream: 'web', ignoredParameters: [] },
  ])('should take no note of %j, which is no end', (part) => {
    const history = new UpstreamHistory(() => 0);
    history.observe(part);
    const { lastSuccess, lastFailure, failuresInARow } = history;
    expect([lastSuccess, lastFailure, failuresInARow]).toEqual([undefined, undefined, 0]);
  });
});
