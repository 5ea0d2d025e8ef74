import { SimulatorServer } from '../../../src/simulator/simulator-server';
import { replay } from '../../../src/simulator/answer';
import { ask, postChat } from '../../support/chat';
import { GatewayProcess } from '../../support/gateway-process';
import { readStream } from '../../support/read-sse';
import { webFixtures } from '../../support/web-fixtures';

interface Completion {
  readonly choices: readonly [
    { readonly message: { readonly content: string; readonly reasoning_content?: string } },
  ];
}

const answered = webFixtures.filter(({ expected }) => expected.end === 'done');
const rewritten = '07-edit-rewrites-emitted-answer.sse';
const empty = '55-empty-answer.sse';

describe('transcripts of the upstream, through the running service', () => {
  const simulator = new SimulatorServer(() => undefined);
  let gateway: GatewayProcess;

  beforeAll(async () => {
    await simulator.start();
    gateway = await GatewayProcess.start({ API_ENDPOINT: simulator.chatUrl });
  });

  afterAll(async () => {
    await gateway.stop();
    await simulator.stop();
  });

  it.each(answered.filter(({ name }) => name !== empty && name !== rewritten))(
    'should stream and answer $name alike',
    async ({ bytes, expected }) => {
      simulator.enqueue(replay(bytes, 5));
      const stream = await readStream(await postChat(gateway.origin, ask('x', { stream: true })));
      simulator.enqueue(replay(bytes));
      const response = await postChat(gateway.origin, ask('x'));
      const { choices } = (await response.json()) as Completion;
      const { message } = choices[0];

      expect(stream.isDone).toBe(true);
      expect(stream.finishReasons).toEqual(['stop']);
      expect(stream.text).toBe(message.content);
      expect(stream.reasoning).toBe(message.reasoning_content ?? '');
      expect(stream.reasoning).toBe(expected.reasoning);
      if (expected.tool_calls === null) expect(stream.text).toBe(expected.answer);
    },
  );

  it.each(webFixtures.filter(({ expected }) => expected.end !== 'done'))(
    'should tell the client of the failure in $name',
    async ({ bytes, expected }) => {
      simulator.enqueue(replay(bytes));
      const streamed = await postChat(gateway.origin, ask('x', { stream: true }));
      simulator.enqueue(replay(bytes));
      const document = await postChat(gateway.origin, ask('x'));
      expect(document.status).toBe(expected.error?.[0] === 429 ? 429 : 502);
      if (expected.answer === '') {
        expect(streamed.status).toBe(document.status);
        return;
      }
      const stream = await readStream(streamed);
      expect(stream.text).toBe(expected.answer);
      expect(stream.error).toMatchObject({ code: expect.any(String) as string });
      expect(stream.isDone).toBe(false);
      expect(stream.finishReasons).toEqual([]);
    },
  );

  it('should report an empty answer as an error', async () => {
    const fixture = webFixtures.find(({ name }) => name === empty);
    simulator.enqueue(replay(fixture?.bytes ?? Buffer.alloc(0)));
    const response = await postChat(gateway.origin, ask('x', { stream: true }));
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ error: { code: 'upstream_empty_answer' } });
  });
});
