import { answerWith } from '../../../../src/simulator/answer';
import { SimulatorServer } from '../../../../src/simulator/simulator-server';
import { ask, postChat } from '../../../support/chat';
import { askInVain, CANARY } from '../../../support/faults';
import { GatewayProcess } from '../../../support/gateway-process';
import { readStream } from '../../../support/read-sse';
import { Stack } from '../../../support/stack';
import { declare } from '../../../support/tool-answers';
import { upstreamSettings } from '../../../support/upstream-under-test';

const USER = { role: 'user', content: 'Hi' };
const tools = [declare('ping')];

describe('requests to vLLM', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  const sent = async (fields: object): Promise<Readonly<Record<string, unknown>>> => {
    const response = await postChat(stack.origin, ask('Hi', fields));
    await response.text();
    expect(response.status).toBe(200);
    return stack.simulator.exchanges.at(-1)?.body ?? {};
  };

  it.each([
    [{}, { model: 'GLM-4.5', stream_options: { include_usage: true } }],
    [{ enable_thinking: false }, { chat_template_kwargs: { enable_thinking: false } }],
    [{ model: 'GLM-4.5-Thinking' }, { chat_template_kwargs: { enable_thinking: true } }],
    [{ messages: [USER, { role: 'developer', content: 'x' }] }, {}],
    [
      { temperature: 2, seed: 1, presence_penalty: 1 },
      { temperature: 2, presence_penalty: 1 },
    ],
    [{ response_format: { type: 'json_object' } }, { response_format: { type: 'json_object' } }],
  ])('should be in its words: %j', async (fields, expected) => {
    stack.simulator.enqueue(answerWith({ answer: '{"a":1}' }));
    expect(await sent(fields)).toMatchObject(expected);
  });

  it('should hand a demand for a call on', async () => {
    stack.simulator.enqueue(answerWith({ calls: [{ name: 'ping', arguments: {} }] }));
    expect(await sent({ tools, tool_choice: 'required' })).toMatchObject({
      tools: [{ type: 'function', function: { name: 'ping' } }],
      tool_choice: 'required',
    });
  });

  it('should carry no key when there is none', async () => {
    await sent({});
    expect(stack.simulator.exchanges.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    [400, 400, 'invalid_request_error'],
    [404, 502, 'upstream_refused'],
    [500, 502, 'upstream_error'],
    [503, 503, 'upstream_overloaded'],
  ])('should fail as clients understand: %i', async (given, status, code) => {
    stack.simulator.enqueue((exchange) => {
      exchange.refuse(given, { message: CANARY });
    });
    const refusal = await askInVain(stack, {});
    expect(refusal.status).toBe(status);
    expect(refusal.error.code).toBe(code);
  });
});

describe.each([true, false])('a vLLM whose age is old: %s', (isOldVllm) => {
  const simulator = new SimulatorServer(answerWith({ reasoning: 'Hm.', answer: 'Yes.' }), {
    isOldVllm,
    models: ['GLM-4.5'],
  });
  let gateway: GatewayProcess;

  beforeAll(async () => {
    await simulator.start();
    gateway = await GatewayProcess.start({ ...upstreamSettings(simulator) });
  });

  afterAll(async () => {
    await gateway.stop();
    await simulator.stop();
  });

  it('should be understood when it thinks', async () => {
    const stream = await readStream(await postChat(gateway.origin, ask('x', { stream: true })));
    expect(stream).toMatchObject({ reasoning: 'Hm.', text: 'Yes.', isDone: true });
  });

  it('should be understood when it fails', async () => {
    simulator.enqueue((exchange) => {
      exchange.refuse(404, { message: 'The model `x` does not exist.' });
    });
    const response = await postChat(gateway.origin, ask('x'));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'model_not_found' } });
  });

  it('should be understood when it fails midway, though it says that it is done', async () => {
    simulator.enqueue((exchange) => {
      exchange.say('One.');
      exchange.sayFailure(500);
    });
    const stream = await readStream(await postChat(gateway.origin, ask('x', { stream: true })));
    expect(stream).toMatchObject({ text: 'One.', isDone: false, finishReasons: [] });
    expect(stream.error).toMatchObject({ code: 'upstream_error' });
  });
});
