import { GatewayError } from '../../protocol/gateway-error';
import { silenceError, toTransportError, UnexpectedResponse } from './transport-error';

describe('UnexpectedResponse', () => {
  it.each<{ value: string | string[] | undefined; seconds: number | undefined }>([
    { value: '30', seconds: 30 },
    { value: ' 30 ', seconds: 30 },
    { value: '1.2', seconds: 2 },
    { value: ['7', '9'], seconds: 7 },
    { value: '86400', seconds: 600 },
    { value: '0', seconds: undefined },
    { value: '-5', seconds: undefined },
    { value: '', seconds: undefined },
    { value: 'soon', seconds: undefined },
    { value: 'Wed, 21 Oct 2026 07:28:00 GMT', seconds: undefined },
    { value: 'Infinity', seconds: undefined },
    { value: [], seconds: undefined },
    { value: undefined, seconds: undefined },
  ])('should read a retry-after of $value as $seconds', ({ value, seconds }) => {
    const headers = value === undefined ? {} : { 'retry-after': value };
    expect(new UnexpectedResponse(429, headers, '').retryAfter).toBe(seconds);
  });
});

describe('toTransportError', () => {
  it.each([
    { code: 'UND_ERR_CONNECT_TIMEOUT', kind: 'upstream-timeout', as: 'upstream_timeout' },
    { code: 'UND_ERR_SOCKET', kind: 'upstream-failed', as: 'upstream_incomplete' },
    { code: 'ECONNRESET', kind: 'upstream-failed', as: 'upstream_incomplete' },
    { code: 'EPIPE', kind: 'upstream-failed', as: 'upstream_incomplete' },
    { code: 'HPE_INVALID_CONSTANT', kind: 'upstream-failed', as: 'upstream_invalid_response' },
    { code: 'UND_ERR_HEADERS_OVERFLOW', kind: 'upstream-failed', as: 'upstream_invalid_response' },
    { code: 'ECONNREFUSED', kind: 'upstream-failed', as: 'upstream_unreachable' },
    { code: 'ENOTFOUND', kind: 'upstream-failed', as: 'upstream_unreachable' },
    { code: undefined, kind: 'upstream-failed', as: 'upstream_unreachable' },
  ])('should call $code $as', ({ code, kind, as }) => {
    const cause = Object.assign(new Error('connect 10.0.0.1:443 failed'), { code });
    const error = toTransportError(cause);
    expect(error).toMatchObject({ kind, code: as, cause });
    expect(error.message).not.toContain('10.0.0.1');
  });

  it('should leave an error of the gateway as it is', () => {
    const error = new GatewayError('internal', 'No.');
    expect(toTransportError(error)).toBe(error);
  });

  it.each([null, undefined, 'text'])('should take a cause that is no error: %p', (cause) => {
    expect(toTransportError(cause).code).toBe('upstream_unreachable');
  });
});

describe('silenceError', () => {
  it('should be a timeout that names how long it was silent', () => {
    expect(silenceError(1500)).toMatchObject({
      kind: 'upstream-timeout',
      code: 'upstream_timeout',
      message: 'The upstream sent nothing for 1500 ms.',
    });
  });
});
