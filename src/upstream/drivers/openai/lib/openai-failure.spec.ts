import fc from 'fast-check';
import type { KeyConsequence } from './key-consequence';
import { explainFailure, readFailedResponse, toOpenAiFailure } from './openai-failure';
import type { UpstreamFailure } from './upstream-failure';

const NOW = Date.UTC(2026, 0, 1, 18, 0, 0);

const AUTH = { kind: 'upstream-failed', code: 'upstream_auth_error', retryable: false };
const QUOTA = { kind: 'rate-limited', code: 'insufficient_quota', retryable: false };
const LIMITED = { kind: 'rate-limited', code: 'rate_limit_exceeded', retryAfter: 5 };
const OVERLOADED = { kind: 'upstream-overloaded', code: 'upstream_overloaded', retryAfter: 5 };
const BAD_REQUEST = { kind: 'invalid-request', code: 'invalid_request_error', retryable: false };
const TOO_LONG = { kind: 'invalid-request', code: 'context_length_exceeded', retryable: false };
const POLICY = { kind: 'invalid-request', code: 'content_policy_violation', retryable: false };
const NO_MODEL = { kind: 'not-found', code: 'model_not_found', param: 'model', retryable: false };
const REFUSED = { kind: 'upstream-failed', code: 'upstream_refused', retryable: false };
const FAILED = { kind: 'upstream-failed', code: 'upstream_error', retryable: undefined };
const TIMED_OUT = { kind: 'upstream-timeout', code: 'upstream_timeout', retryable: undefined };
const INVALID = { kind: 'upstream-failed', code: 'upstream_invalid_response' };

const NONE: KeyConsequence = { kind: 'none' };
const OUT: KeyConsequence = { kind: 'out' };
const REST: KeyConsequence = { kind: 'cool-down', seconds: 5 };

describe('explainFailure', () => {
  it.each<[string, object, KeyConsequence]>([
    ...['1000', '1001', '1002', '1003', '1004', '1100', '1110', '1111', '1112', '1121', '1309'].map(
      (code): [string, object, KeyConsequence] => [code, AUTH, OUT],
    ),
    ['1113', QUOTA, { kind: 'bench', seconds: 900 }],
    ['1304', QUOTA, { kind: 'bench', seconds: 3600 }],
    ['1308', QUOTA, { kind: 'bench', seconds: 1800 }],
    ['1310', QUOTA, { kind: 'bench', seconds: 21_600 }],
    ['1120', FAILED, NONE],
    ['1200', FAILED, NONE],
    ['1230', FAILED, NONE],
    ['1231', FAILED, NONE],
    ['1234', FAILED, NONE],
    ['500', FAILED, NONE],
    ['1210', BAD_REQUEST, NONE],
    ['1213', BAD_REQUEST, NONE],
    ['1214', BAD_REQUEST, NONE],
    ['1215', BAD_REQUEST, NONE],
    ['1211', NO_MODEL, NONE],
    ['1212', REFUSED, NONE],
    ['1220', REFUSED, NONE],
    ['1221', REFUSED, NONE],
    ['1222', REFUSED, NONE],
    ['1261', TOO_LONG, NONE],
    ['1300', POLICY, NONE],
    ['1301', POLICY, NONE],
    ['1302', LIMITED, { kind: 'slow-down' }],
    ['1303', LIMITED, REST],
    ['1305', OVERLOADED, REST],
    ['1312', OVERLOADED, REST],
    ['9999', FAILED, NONE],
  ])("should explain Z.ai's code %s, with any status", (code, error, consequence) => {
    const inStream = toOpenAiFailure({ code, message: 'words' });
    const body = JSON.stringify({ error: { code, message: 'words' } });
    const answers = [inStream, readFailedResponse({ status: 200, body, retryAfter: undefined })];
    if (code.startsWith('1')) {
      answers.push(readFailedResponse({ status: 429, body, retryAfter: undefined }));
    }
    for (const failure of answers) {
      const explained = explainFailure(failure, NOW);
      expect(explained.error).toMatchObject(error);
      expect(explained.consequence).toEqual(consequence);
    }
  });

  it.each<[number, string, object, KeyConsequence]>([
    [400, '{"error":{"message":"bad","type":"BadRequestError","code":400}}', BAD_REQUEST, NONE],
    [
      400,
      '{"object":"error","message":"This model\'s maximum context length is 8192 tokens.","type":"BadRequestError","param":null,"code":400}',
      TOO_LONG,
      NONE,
    ],
    [400, '{"error":{"code":"context_length_exceeded","message":"x"}}', TOO_LONG, NONE],
    [401, '{"error":"Unauthorized"}', AUTH, OUT],
    [403, '<html>Forbidden</html>', REFUSED, NONE],
    [
      404,
      '{"object":"error","message":"The model `x` does not exist.","code":404}',
      NO_MODEL,
      NONE,
    ],
    [404, '{"detail":"Not Found"}', REFUSED, NONE],
    [404, '<html>nginx</html>', REFUSED, NONE],
    [405, '', REFUSED, NONE],
    [408, '', TIMED_OUT, NONE],
    [504, '<html>', TIMED_OUT, NONE],
    [413, '', BAD_REQUEST, NONE],
    [422, '{"detail":[{"loc":["body"],"msg":"no"}]}', BAD_REQUEST, NONE],
    [429, '', LIMITED, REST],
    [429, '{"error":{"message":"Concurrency too high"}}', LIMITED, { kind: 'slow-down' }],
    [
      429,
      '{"error":{"code":"insufficient_quota","message":"x"}}',
      QUOTA,
      { kind: 'bench', seconds: 900 },
    ],
    [500, '{"error":{"message":"CUDA","type":"InternalServerError","code":500}}', FAILED, NONE],
    [502, '<html>Bad Gateway</html>', FAILED, NONE],
    [503, '', OVERLOADED, NONE],
    [200, '<html>Log in</html>', INVALID, NONE],
    [200, '', INVALID, NONE],
    [200, '{"data":[]}', INVALID, NONE],
    [200, '{"choices":[],"type":"x","message":"y"}', INVALID, NONE],
    [200, '{"code":500,"msg":"404 NOT_FOUND","success":false}', FAILED, NONE],
    [200, '{"error":"Server overloaded"}', OVERLOADED, NONE],
    [200, '{"error":{"message":"too many requests"}}', LIMITED, REST],
  ])('should explain HTTP %d %s', (status, body, error, consequence) => {
    const failure = readFailedResponse({ status, body, retryAfter: undefined });
    const explained = explainFailure(failure, NOW);
    expect(explained.error).toMatchObject(error);
    expect(explained.consequence).toEqual(consequence);
  });

  it('should rest a key, and send the client away, for as long as the upstream says', () => {
    const limited = explainFailure(answer(429, '', 30), NOW);
    expect(limited.error.retryAfter).toBe(30);
    expect(limited.consequence).toEqual({ kind: 'cool-down', seconds: 30 });
    expect(explainFailure(answer(503, '', 7), NOW).error.retryAfter).toBe(7);
  });

  it.each([
    ['Usage limit reached for 5 hour. Your limit will reset at 2026-01-02 03:04:05', 3845],
    ['[1308][您的限额将在 2026-01-02 03:04:05 重置][20260102]', 3845],
    ['Your limit will reset at 2026-01-01 03:04:05', 1800],
    ['Your limit will reset at 2026-13-45 99:99:99', 1800],
    ['Your limit will reset at 2096-01-01 00:00:00', 1800],
    ['Your limit will reset soon', 1800],
  ])('should bench a key until the time, in Beijing, that "%s" names', (message, seconds) => {
    const failure = toOpenAiFailure({ code: '1308', message });
    expect(explainFailure(failure, NOW).consequence).toEqual({ kind: 'bench', seconds });
  });

  it('should name the status and the code, and say what to do', () => {
    const body = '{"error":{"code":"1002","message":"SECRET"}}';
    expect(explainFailure(answer(401, body), NOW).error.message).toBe(
      "The upstream did not accept the gateway's API key (HTTP 401, code 1002). The operator must check the key and the base URL that it belongs to.",
    );
  });

  it('should never show the text of the upstream', () => {
    const failure: fc.Arbitrary<UpstreamFailure> = fc.record({
      status: fc.option(fc.integer({ min: 100, max: 599 }), { nil: undefined }),
      code: fc.constantFrom(undefined, '1308', 's3cr3t', '$&', 'model_not_found'),
      text: fc.constantFrom('context length', 'overload', 'concurrency', 'model not found'),
      retryAfter: fc.option(fc.nat({ max: 600 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(failure, (given) => {
        const { error } = explainFailure({ ...given, text: `${given.text} s3cr3t <b>` }, NOW);
        expect(error.message).not.toMatch(/s3cr3t|<b>|%|\$/);
      }),
    );
  });
});

describe('toOpenAiFailure', () => {
  it.each<[string, unknown, Partial<UpstreamFailure>]>([
    ['a text', 'words', { status: undefined, code: undefined, text: 'words' }],
    ['digits that are text', { code: '1302', message: 'words' }, { code: '1302', text: 'words' }],
    ['a number', { code: 1302, message: 'words' }, { code: '1302' }],
    ['an HTTP status', { code: 400, message: 'words' }, { status: 400, code: undefined }],
    ['a type for want of a code', { type: 'overloaded_error' }, { code: 'overloaded_error' }],
    ['null for a code', { code: null, type: null, message: 'words' }, { code: undefined }],
    ['nothing', null, { status: undefined, code: undefined, text: '' }],
    ['a number alone', 7, { text: '' }],
    ['other fields', { error_code: 5, msg: 'words' }, { code: '5', text: 'words' }],
  ])('should read %s', (_what, error, failure) => {
    expect(toOpenAiFailure(error)).toMatchObject(failure);
  });

  it('should keep only the beginning of a long text', () => {
    expect(toOpenAiFailure('x'.repeat(50_000)).text.length).toBeLessThan(5000);
    expect(answer(500, 'x'.repeat(50_000)).text.length).toBeLessThan(5000);
  });
});

function answer(status: number, body: string, retryAfter?: number): UpstreamFailure {
  return readFailedResponse({ status, body, retryAfter });
}
