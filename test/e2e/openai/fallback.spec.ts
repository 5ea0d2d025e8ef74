import { answerWith } from '../../../src/simulator/answer';
import type { Reply } from '../../../src/simulator/simulator-server';
import { ask, postChat } from '../../support/chat';
import { CANARY } from '../../support/faults';
import { Fleet } from '../../support/fleet';
import { readError } from '../../support/read-error';
import { readStream } from '../../support/read-sse';
import { askWithTools, declare, type ToolAnswer } from '../../support/tool-answers';

/** Refuses with a status and the upstream's own code. */
function refuse(status: number, code?: string): Reply {
  return (exchange) => {
    exchange.refuse(status, { code, message: CANARY });
  };
}

describe('several upstreams', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.start([
      'official',
      { dialect: 'vllm', entry: { models: ['GLM-4.5', 'own'] } },
      'web',
    ]);
  });

  afterAll(() => fleet.stop());

  it('should be asked in their order', async () => {
    const before = fleet.upstream('vllm').exchanges.length;
    const response = await postChat(fleet.origin, ask('Hi'));
    expect(response.headers.get('x-upstream')).toBe('official');
    expect(await response.text()).toContain('official');
    expect(fleet.upstream('vllm').exchanges).toHaveLength(before);
  });

  it.each<[string, Reply]>([
    [
      'text',
      (exchange) => {
        exchange.say('So far');
        exchange.sayFailure(500);
      },
    ],
    [
      'reasoning',
      (exchange) => {
        exchange.reason('So far');
        exchange.end();
      },
    ],
    [
      'a call',
      (exchange) => {
        exchange.beginCall({ name: 'ping', arguments: { a: 'long' } });
        exchange.end();
      },
    ],
  ])(
    'should not begin an answer twice: a failure after %s is the client’s',
    async (_case, fail) => {
      const before = fleet.upstream('vllm').exchanges.length;
      const tools = [{ type: 'function', function: { name: 'ping' } }];
      fleet.script('official', fail, fail);
      const response = await postChat(fleet.origin, ask('Hi', { stream: true, tools }));
      expect((await readStream(response)).error).toBeDefined();
      const document = await postChat(fleet.origin, ask('Hi', { tools }));
      expect(document.status).toBe(502);
      expect(fleet.upstream('vllm').exchanges).toHaveLength(before);
    },
  );

  it.each([
    ['bad parameters', '1210', 400, 'invalid_request_error'],
    ['forbidden content', '1301', 400, 'content_policy_violation'],
  ])('should not be asked again for %s', async (_case, code, status, expected) => {
    const before = fleet.upstream('vllm').exchanges.length;
    fleet.script('official', refuse(400, code));
    const response = await postChat(fleet.origin, ask('Hi'));
    expect(response.status).toBe(status);
    expect(await readError(response)).toMatchObject({ code: expected });
    expect(fleet.upstream('vllm').exchanges).toHaveLength(before);
  });

  it('should only be asked for models that they serve', async () => {
    const own = await postChat(fleet.origin, ask('Hi', { model: 'own' }));
    expect(own.headers.get('x-upstream')).toBe('vllm');
    fleet.script('vllm', refuse(500));
    expect((await postChat(fleet.origin, ask('Hi', { model: 'own' }))).status).toBe(502);
    fleet.script('official', refuse(500));
    const skipped = await postChat(fleet.origin, ask('Hi', { model: 'glm-4.6' }));
    expect(skipped.headers.get('x-upstream')).not.toBe('vllm');
    const unknown = await postChat(fleet.origin, ask('Hi', { model: 'nobody' }));
    expect(unknown.status).toBe(404);
  });

  it('should only count parameters as ignored that the one who answered ignores', async () => {
    const fields = { presence_penalty: 0.5 };
    const first = await postChat(fleet.origin, ask('Hi', fields));
    expect(first.headers.get('x-ignored-parameters')).toBe('presence_penalty');
    fleet.script('official', refuse(500));
    const second = await postChat(fleet.origin, ask('Hi', fields));
    expect(second.headers.get('x-upstream')).toBe('vllm');
    expect(second.headers.get('x-ignored-parameters')).toBeNull();
  });
});

describe('an upstream that fails after it ignored a parameter', () => {
  it('should leave no trace of that in the answer of another one', async () => {
    const fleet = await Fleet.start(['official', 'vllm'], { THINKING_PROCESSING: 'strip' });
    for (const stream of [true, false]) {
      fleet.script('official', (exchange) => {
        exchange.reason('Nobody sees this.');
        exchange.end();
      });
      const fields = { stream, presence_penalty: 0.5 };
      const response = await postChat(fleet.origin, ask('Hi', fields));
      expect(response.headers.get('x-upstream')).toBe('vllm');
      expect(response.headers.get('x-ignored-parameters')).toBeNull();
    }
    await fleet.stop();
  });
});

describe('tools of an upstream without any', () => {
  it('should call as those of the first one do', async () => {
    const fleet = await Fleet.start(['official', 'web']);
    const tools = [declare('get_weather', { city: { type: 'string' } }), declare('ping')];
    const made = answerWith({
      answer: 'One moment.',
      calls: [
        { name: 'get_weather', arguments: { city: 'Paris' } },
        { name: 'ping', arguments: {} },
      ],
    });
    for (const stream of [true, false]) {
      fleet.script('official', made, refuse(500));
      fleet.script('web', made);
      const native = await askWithTools(fleet.origin, stream, { tools });
      const emulated = await askWithTools(fleet.origin, stream, { tools });
      expect(native.calls).toHaveLength(2);
      expect(withoutIds(emulated)).toEqual(withoutIds(native));
      expect(emulated.calls.map(({ id }) => id).every((id) => id.startsWith('call_'))).toBe(true);
    }
    expect(fleet.bodies('official', 1)[0]).toHaveProperty('tools');
    expect(fleet.bodies('web', 1)[0]).not.toHaveProperty('tools');
    await fleet.stop();
  });
});

/** The parts of an answer that cannot differ, apart from white space around the text. */
function withoutIds({ content, calls, finishReason }: ToolAnswer): object {
  const called = calls.map(({ type, function: one }) => ({
    type,
    ...one,
    arguments: JSON.parse(one.arguments) as unknown,
  }));
  return { content: content?.trim(), finishReason, calls: called };
}
