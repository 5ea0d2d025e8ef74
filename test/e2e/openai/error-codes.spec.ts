import type { Reply } from '../../../src/simulator/simulator-server';
import { ask, postChat } from '../../support/chat';
import { checkError, checkRetry, type CodeRow } from '../../support/error-codes';
import { CANARY } from '../../support/faults';
import { Fleet } from '../../support/fleet';
import { type ErrorObject, readError } from '../../support/read-error';
import { readStream } from '../../support/read-sse';

const ways = [true, false];
const ROWS: readonly CodeRow[] = [
  ...['1120', '1200', '1230', '1231', '1234'].map((code): CodeRow => [
    code,
    500,
    502,
    'upstream_error',
    'upstream_error',
  ]),
  ...['1210', '1213', '1214', '1215'].map((code): CodeRow => [
    code,
    400,
    400,
    'invalid_request_error',
    'invalid_request_error',
  ]),
  ['1211', 400, 404, 'invalid_request_error', 'model_not_found'],
  ...['1212', '1220', '1221', '1222'].map((code): CodeRow => [
    code,
    400,
    502,
    'upstream_error',
    'upstream_refused',
  ]),
  ['1261', 400, 400, 'invalid_request_error', 'context_length_exceeded'],
  ['1300', 400, 400, 'invalid_request_error', 'content_policy_violation'],
  ['1301', 400, 400, 'invalid_request_error', 'content_policy_violation'],
];

describe('errors of the official API', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.start(['official']);
  });

  afterAll(async () => {
    expect(fleet.gateway.output).not.toContain(CANARY);
    await fleet.stop();
  });

  const failWith = async (reply: Reply, stream: boolean): Promise<[Response, ErrorObject]> => {
    fleet.script('official', reply);
    const response = await postChat(fleet.origin, ask('Hi', { stream }));
    return [response, await readError(response)];
  };

  it.each(ROWS)('should be translated: %s', async (upstreamCode, ...row) => {
    const [given, status, type, code] = row;
    const details = { code: upstreamCode, message: CANARY };
    const body = JSON.stringify({ error: details });
    const replies: readonly Reply[] = [
      (exchange) => {
        exchange.refuse(given, details);
      },
      (exchange) => {
        exchange.answer(200, 'application/json', body);
      },
      (exchange) => {
        exchange.sayFailure(given, details);
      },
    ];
    for (const reply of replies) {
      for (const stream of ways) {
        const [response, error] = await failWith(reply, stream);
        expect(response.status).toBe(status);
        checkError(error, type, code);
        checkRetry(response.headers, code);
      }
    }
  });

  it('should be told in the stream once it has begun', async () => {
    for (const [upstreamCode, given, , type, code] of ROWS) {
      fleet.script('official', (exchange) => {
        exchange.say('So far');
        exchange.sayFailure(given, { code: upstreamCode, message: CANARY });
      });
      const response = await postChat(fleet.origin, ask('Hi', { stream: true }));
      const { error, text, isDone } = await readStream(response);
      checkError(error, type, code);
      expect([text.trim(), isDone]).toEqual(['So far', false]);
    }
  });

  it.each(ways)('should be a finish reason for sensitive content (stream: %s)', async (stream) => {
    fleet.script('official', (exchange) => {
      exchange.say('So far');
      exchange.finish('sensitive');
    });
    const response = await postChat(fleet.origin, ask('Hi', { stream }));
    expect(await response.text()).toContain('"finish_reason":"content_filter"');
  });

  it.each(ways)('should tell a full context from a full answer (stream: %s)', async (stream) => {
    const reason = 'model_context_window_exceeded';
    fleet.script('official', (exchange) => {
      exchange.say('So far');
      exchange.finish(reason);
    });
    const response = await postChat(fleet.origin, ask('Hi', { stream }));
    expect(await response.text()).toContain('"finish_reason":"length"');
    const [refused, error] = await failWith((exchange) => {
      exchange.finish(reason);
    }, stream);
    expect(refused.status).toBe(400);
    checkError(error, 'invalid_request_error', 'context_length_exceeded');
  });

  it('should be an error when the network of the upstream fails', async () => {
    for (const stream of ways) {
      const [response, error] = await failWith((exchange) => {
        exchange.finish('network_error');
      }, stream);
      expect(response.status).toBe(502);
      checkError(error, 'upstream_error', 'upstream_error');
    }
    fleet.script('official', (exchange) => {
      exchange.say('So far');
      exchange.finish('network_error');
    });
    const late = await readStream(await postChat(fleet.origin, ask('Hi', { stream: true })));
    checkError(late.error, 'upstream_error', 'upstream_error');
    expect(late.finishReasons).toEqual([]);
  });
});

describe('errors of vLLM', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.start(['vllm']);
  });

  afterAll(() => fleet.stop());

  it.each([
    [400, 'Bad value', 400, 'invalid_request_error'],
    [400, "This model's maximum context length is 4096 tokens.", 400, 'context_length_exceeded'],
    [404, 'The model `x` does not exist.', 404, 'model_not_found'],
    [500, 'Internal', 502, 'upstream_error'],
    [503, 'Busy', 503, 'upstream_overloaded'],
    // The last one: whoever is refused rests.
    [401, 'Unauthorized', 502, 'upstream_auth_error'],
  ])('should be translated: %d %s', async (given, message, status, code) => {
    fleet.script('vllm', (exchange) => {
      exchange.refuse(given, { message: `${message} ${CANARY}` });
    });
    const response = await postChat(fleet.origin, ask('Hi'));
    expect(response.status).toBe(status);
    checkError(await readError(response), expect.any(String) as never, code);
  });
});
