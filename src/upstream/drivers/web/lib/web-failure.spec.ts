import fc from 'fast-check';
import { httpFixture } from '../../../../../test/support/web-fixtures';
import { GatewayError } from '../../../../protocol/gateway-error';
import {
  isUnauthorized,
  OFFICIAL_API_ADVICE,
  readWebFailure,
  readWebFailureBody,
  toWebError,
  type WebFailure,
} from './web-failure';

const LIMITED = { kind: 'rate-limited', code: 'rate_limit_exceeded' };
const REFUSED = { kind: 'upstream-failed', code: 'upstream_refused', retryable: false };
const OVERLOADED = { kind: 'upstream-overloaded', code: 'upstream_overloaded' };
const TIMED_OUT = { kind: 'upstream-timeout', code: 'upstream_timeout' };
const NO_MODEL = { kind: 'upstream-failed', code: 'upstream_model_not_found', retryable: false };
const FAILED = { kind: 'upstream-failed', code: 'upstream_error' };

describe('toWebError', () => {
  const cases: readonly { status?: number; text?: string; error: object }[] = [
    { status: 429, error: LIMITED },
    { text: 'Concurrency limit reached', error: LIMITED },
    { text: 'Too many requests', error: LIMITED },
    { text: '当前并发过高', error: LIMITED },
    { status: 400, text: 'too many requests', error: LIMITED },
    { status: 401, error: REFUSED },
    { status: 403, text: 'Model not available for current user level', error: REFUSED },
    { status: 405, text: '<!doctype html>', error: REFUSED },
    { status: 426, text: 'Your client version is outdated', error: REFUSED },
    { status: 400, text: '403: Signature validation failed', error: REFUSED },
    { text: 'FRONTEND_CAPTCHA_REQUIRED', error: REFUSED },
    { status: 503, error: OVERLOADED },
    { text: 'Server overloaded', error: OVERLOADED },
    { text: '服务繁忙', error: OVERLOADED },
    { status: 408, error: TIMED_OUT },
    { status: 504, error: TIMED_OUT },
    { status: 400, text: 'Model not found', error: NO_MODEL },
    { status: 500, text: 'Internal Server Error', error: FAILED },
    { status: 502, text: '<html>Bad Gateway</html>', error: FAILED },
    { text: '', error: FAILED },
  ];

  it.each(cases)('should classify $status "$text"', ({ status, text = '', error }) => {
    expect(toWebError({ status, text })).toMatchObject(error);
  });

  it.each([LIMITED, OVERLOADED])('should say when to retry: $code', ({ code }) => {
    const status = code === 'rate_limit_exceeded' ? 429 : 503;
    expect(toWebError({ status, text: '' }).retryAfter).toBe(5);
    expect(toWebError({ status, text: '', retryAfter: 30 }).retryAfter).toBe(30);
  });

  it('should name the official way when the upstream refuses', () => {
    expect(toWebError({ status: 426, text: '' }).message).toBe(
      `The upstream web service refused the gateway (code 426). ${OFFICIAL_API_ADVICE}`,
    );
  });

  it('should never show the text of the upstream', () => {
    const failure = fc.record({
      status: fc.option(fc.integer({ min: 100, max: 599 }), { nil: undefined }),
      text: fc.constantFrom('captcha', 'overload', 'concurrency', 'model not found', 'other'),
    });
    fc.assert(
      fc.property(failure, ({ status, text }) => {
        const error = toWebError({ status, text: `${text} s3cr3t <script>` });
        expect(error.message).not.toMatch(/s3cr3t|script/);
      }),
    );
  });
});

describe('readWebFailure', () => {
  it.each<{ it: string; error: unknown; failure: Partial<WebFailure> }>([
    { it: 'a text', error: 'plain', failure: { status: undefined, text: 'plain' } },
    { it: 'detail and code', error: { detail: 'no', code: 403 }, failure: { status: 403 } },
    { it: 'a code that is text', error: { message: 'no', code: '429' }, failure: { status: 429 } },
    { it: 'error_code', error: { msg: 'no', error_code: 500 }, failure: { status: 500 } },
    { it: 'a code that is a word', error: { code: 'E_NO' }, failure: { status: undefined } },
    { it: 'no object', error: 7, failure: { status: undefined, text: '' } },
    { it: 'null', error: null, failure: { status: undefined, text: '' } },
  ])('should read $it', ({ error, failure }) => {
    expect(readWebFailure(error)).toMatchObject(failure);
  });

  it.each(['detail', 'message', 'msg', 'content', 'captcha_error_type'])(
    'should read the text of %s',
    (key) => {
      expect(readWebFailure({ [key]: 'what happened' }).text).toContain('what happened');
    },
  );
});

describe('readWebFailureBody', () => {
  it.each([
    { name: '400-model-not-found.json', status: 400, error: NO_MODEL },
    { name: '400-signature.json', status: 400, error: REFUSED },
    { name: '401-detail.json', status: 401, error: REFUSED },
    { name: '405-waf.html', status: 405, error: REFUSED },
    { name: '429-concurrency.json', status: 429, error: LIMITED },
    { name: '500-plain.txt', status: 500, error: FAILED },
  ])('should classify the answer $name', ({ name, status, error }) => {
    const body = httpFixture(name).toString();
    expect(toWebError(readWebFailureBody(body, status, undefined))).toMatchObject(error);
  });

  it.each([
    '{"detail":"captcha"}',
    '{"error":{"message":"captcha"}}',
    '{"error":"captcha"}',
    '{"data":{"detail":"captcha"}}',
    '{"error":null,"data":"captcha"}',
    'captcha',
  ])('should find the text in %s', (body) => {
    expect(toWebError(readWebFailureBody(body, 400, undefined))).toMatchObject(REFUSED);
  });

  it('should believe the status over a code in the body, but the code of a 200', () => {
    expect(readWebFailureBody('{"error":{"code":1}}', 500, 7)).toMatchObject({
      status: 500,
      retryAfter: 7,
    });
    expect(readWebFailureBody('{"error":{"code":426}}', 200, undefined).status).toBe(426);
  });

  it('should keep only the beginning of a page', () => {
    expect(readWebFailureBody('x'.repeat(50_000), 500, undefined).text.length).toBeLessThan(5000);
  });
});

describe('isUnauthorized', () => {
  it.each([
    { it: 'a refused credential', error: toWebError({ status: 401, text: '' }), is: true },
    { it: 'a refused model', error: toWebError({ status: 403, text: '' }), is: false },
    { it: 'an error of ours', error: new GatewayError('internal', 'No.'), is: false },
    { it: 'any other error', error: new Error('401'), is: false },
  ])('should be $is for $it', ({ error, is }) => {
    expect(isUnauthorized(error)).toBe(is);
  });
});
