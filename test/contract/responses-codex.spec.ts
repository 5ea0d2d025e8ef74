import { answerWith } from '../../src/simulator/answer';
import {
  callResponses,
  joinDeltas,
  lastResponse,
  readResponseEvents,
  type Item,
  type ResponseEvent,
} from '../support/responses';
import { Stack } from '../support/stack';

const message = (role: string, ...texts: readonly string[]): object => ({
  type: 'message',
  id: `msg_${role}`,
  role,
  content: texts.map((text) => ({
    type: role === 'assistant' ? 'output_text' : 'input_text',
    text,
  })),
});
const shell = {
  type: 'function',
  name: 'shell',
  description: 'Runs a shell command.',
  strict: false,
  parameters: {
    type: 'object',
    properties: { command: { type: 'array', items: { type: 'string' } } },
    required: ['command'],
    additionalProperties: false,
  },
};
const request = {
  model: 'GLM-4.5',
  tools: [
    shell,
    {
      type: 'namespace',
      name: 'multi_agent_v1',
      description: 'Agents.',
      tools: [{ ...shell, name: 'spawn_agent' }],
    },
    { type: 'web_search', external_web_access: true },
  ],
  tool_choice: 'auto',
  parallel_tool_calls: true,
  reasoning: { summary: 'auto' },
  store: false,
  stream: true,
  include: ['reasoning.encrypted_content'],
  prompt_cache_key: '019a0000-0000-7000-8000-000000000000',
  client_metadata: { session: '1' },
};
const opening = [
  message('developer', 'You are a coding agent.', 'Sandboxed.'),
  message('developer', 'Be careful.'),
  message('user', 'List the files.'),
];

/** The items as Codex takes them: from the events that end them. */
function itemsOf(events: readonly ResponseEvent[]): readonly Item[] {
  return events
    .filter(({ type }) => type === 'response.output_item.done')
    .map((event) => event['item'] as Item);
}

describe('the requests of Codex', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  it('should be answered over two turns, with nothing kept', async () => {
    stack.simulator.enqueue(
      answerWith({
        reasoning: 'I must look first.',
        answer: 'Let me look.',
        calls: [{ name: 'shell', arguments: { command: ['ls'] } }],
      }),
    );
    const first = await callResponses(stack.origin, '', { ...request, input: opening });
    expect(first.headers.get('x-ignored-parameters')).toBe('tools[1], tools[2]');
    const events = await readResponseEvents(first);
    expect(events.map(({ type }) => type).slice(0, 2)).toEqual([
      ...['response.created', 'response.in_progress'],
    ]);
    expect(joinDeltas(events, 'response.reasoning_summary_text.delta')).toBe('I must look first.');
    const response = lastResponse(events);
    expect(events.at(-1)?.type).toBe('response.completed');
    expect(response).toMatchObject({
      status: 'completed',
      store: false,
      usage: {
        input_tokens: expect.any(Number) as number,
        input_tokens_details: { cached_tokens: expect.any(Number) as number },
        output_tokens: expect.any(Number) as number,
        output_tokens_details: { reasoning_tokens: expect.any(Number) as number },
        total_tokens: expect.any(Number) as number,
      },
    });
    const items = itemsOf(events);
    expect(items).toEqual(response.output);
    const [reasoning, , call] = items;
    expect(reasoning?.encrypted_content).toMatch(/^[\w+/]{20,}=*$/);
    expect(call).toMatchObject({ name: 'shell', arguments: '{"command":["ls"]}' });

    const arrived = stack.simulator.nextExchange();
    stack.simulator.enqueue(answerWith({ answer: 'There is one file.' }));
    const output = { type: 'function_call_output', call_id: call?.call_id, output: 'README.md' };
    // Codex keeps reasoning only as what was sealed.
    const kept = items.map((item) => (item.type === 'reasoning' ? { ...item, summary: [] } : item));
    const second = await callResponses(stack.origin, '', {
      ...request,
      input: [...opening, ...kept, output],
    });
    expect(second.headers.get('x-ignored-parameters')).toBe('tools[1], tools[2]');
    const answer = await readResponseEvents(second);
    expect(joinDeltas(answer, 'response.output_text.delta')).toBe('There is one file.');
    const sent = JSON.stringify((await arrived).body['messages']);
    for (const said of ['Sandboxed.', 'List the files.', 'Let me look.', 'README.md']) {
      expect(sent).toContain(said);
    }
    const missing = await callResponses(stack.origin, `/${response.id}`);
    expect(missing.status).toBe(404);
  });
});
