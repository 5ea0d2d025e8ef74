import {
  BadRequestException,
  ForbiddenException,
  MethodNotAllowedException,
  NotFoundException,
  PayloadTooLargeException,
} from '@nestjs/common';
import { GatewayError, type GatewayErrorKind } from '../../protocol/gateway-error';
import { fromException } from './to-gateway-error';
import { toOpenAiError, toOpenAiStatus } from './to-openai-error';

describe('toOpenAiError', () => {
  const cases: readonly [GatewayErrorKind, number, string][] = [
    ['invalid-request', 400, 'invalid_request_error'],
    ['unauthenticated', 401, 'invalid_request_error'],
    ['not-found', 404, 'invalid_request_error'],
    ['method-not-allowed', 405, 'invalid_request_error'],
    ['payload-too-large', 413, 'invalid_request_error'],
    ['unsupported-media-type', 415, 'invalid_request_error'],
    ['rate-limited', 429, 'rate_limit_error'],
    ['client-gone', 499, 'invalid_request_error'],
    ['internal', 500, 'server_error'],
    ['shutting-down', 503, 'server_error'],
    ['upstream-failed', 502, 'upstream_error'],
    ['upstream-overloaded', 503, 'upstream_error'],
    ['upstream-timeout', 504, 'upstream_error'],
  ];

  it.each(cases)('should present %s as %i %s', (kind, status, type) => {
    const error = new GatewayError(kind, 'It failed.', { param: 'model', code: 'some_code' });
    expect(toOpenAiStatus(error)).toBe(status);
    expect(toOpenAiError(error)).toEqual({
      error: { message: 'It failed.', type, param: 'model', code: 'some_code' },
    });
  });

  it('should have all four keys, null where there is nothing to say, and no cause', () => {
    const error = new GatewayError('internal', 'It failed.', { cause: new Error('s3cr3t') });
    expect(toOpenAiError(error)).toEqual({
      error: { message: 'It failed.', type: 'server_error', param: null, code: null },
    });
  });
});

describe('fromException', () => {
  it.each([
    { exception: new BadRequestException('s3cr3t'), kind: 'invalid-request', code: undefined },
    { exception: new NotFoundException('s3cr3t'), kind: 'not-found', code: 'unknown_url' },
    { exception: new MethodNotAllowedException(), kind: 'method-not-allowed', code: undefined },
    { exception: new PayloadTooLargeException(), kind: 'payload-too-large', code: undefined },
    { exception: new ForbiddenException('s3cr3t'), kind: 'internal', code: 'internal_error' },
    { exception: new Error('s3cr3t'), kind: 'internal', code: 'internal_error' },
    { exception: 's3cr3t', kind: 'internal', code: 'internal_error' },
    { exception: undefined, kind: 'internal', code: 'internal_error' },
  ])(
    'should make $exception an error of kind $kind with our own words',
    ({ exception, kind, code }) => {
      const error = fromException(exception);
      expect(error).toMatchObject({ kind, code, cause: exception });
      expect(error.message).not.toContain('s3cr3t');
    },
  );

  it('should leave an error of the gateway as it is', () => {
    const error = new GatewayError('rate-limited', 'Later.');
    expect(fromException(error)).toBe(error);
  });
});
