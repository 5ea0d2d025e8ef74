import { GatewayError, type GatewayErrorKind } from '../../protocol/gateway-error';
import { errorDialectOf } from './error-dialects';
import { THREAD_UNSUPPORTED, toAnthropicError, toAnthropicStatus } from './to-anthropic-error';

describe('toAnthropicError', () => {
  const cases: readonly [GatewayErrorKind, number, string][] = [
    ['invalid-request', 400, 'invalid_request_error'],
    ['unauthenticated', 401, 'authentication_error'],
    ['not-found', 404, 'not_found_error'],
    ['method-not-allowed', 405, 'invalid_request_error'],
    ['payload-too-large', 413, 'request_too_large'],
    ['unsupported-media-type', 415, 'invalid_request_error'],
    ['rate-limited', 429, 'rate_limit_error'],
    ['client-gone', 499, 'invalid_request_error'],
    ['internal', 500, 'api_error'],
    ['shutting-down', 503, 'overloaded_error'],
    ['overloaded', 529, 'overloaded_error'],
    ['upstream-failed', 502, 'api_error'],
    ['upstream-overloaded', 529, 'overloaded_error'],
    ['upstream-timeout', 504, 'timeout_error'],
  ];

  it.each(cases)('should present %s as %i %s', (kind, status, type) => {
    const error = new GatewayError(kind, 'It failed.', { code: 'some_code' });
    expect(toAnthropicStatus(error)).toBe(status);
    expect(toAnthropicError(error, 'id-1')).toEqual({
      type: 'error',
      error: { type, message: 'It failed.', details: { error_code: 'some_code' } },
      request_id: 'id-1',
    });
  });

  it('should show no cause, and no details where there is nothing to say', () => {
    const error = new GatewayError('internal', 'It failed.', { cause: new Error('s3cr3t') });
    const body = toAnthropicError(error, 'id-1');
    expect(body.error.details).toBeNull();
    expect(JSON.stringify(body)).not.toContain('s3cr3t');
  });

  it.each([
    {
      param: 'messages[2].content[0]',
      message: 'No.',
      shown: 'messages.2.content.0: No.',
    },
    { param: 'max_tokens', message: 'Field required', shown: 'max_tokens: Field required' },
    {
      param: 'max_tokens',
      message: 'max_tokens must be an integer',
      shown: 'max_tokens must be an integer',
    },
  ])('should name the field $param once', ({ param, message, shown }) => {
    const error = new GatewayError('invalid-request', message, { param });
    expect(toAnthropicError(error, 'id-1').error.message).toBe(shown);
  });

  it('should tell the SDK that threads are what is not supported', () => {
    const details = { param: 'thread', code: THREAD_UNSUPPORTED };
    const error = new GatewayError('invalid-request', 'No threads.', details);
    expect(toAnthropicError(error, 'id-1').error.details).toEqual({
      error_code: 'thread_unsupported_request',
      unsupported: ['thread'],
    });
  });
});

describe('errorDialectOf', () => {
  const error = new GatewayError('overloaded', 'Later.');

  it.each(['/v1/messages', '/v1/messages/', '/v1/messages/count_tokens', '/V1/Messages/batches'])(
    "should be Anthropic's on %s",
    (path) => {
      expect(errorDialectOf(path).status(error)).toBe(529);
    },
  );

  it.each(['/', '/v1', '/v1/models', '/v1/messagesx', '/x/v1/messages', '/v1/chat/completions'])(
    "should be OpenAI's on %s",
    (path) => {
      expect(errorDialectOf(path).status(error)).toBe(503);
    },
  );
});
