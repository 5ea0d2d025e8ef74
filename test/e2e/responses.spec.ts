import { answerWith } from '../../src/simulator/answer';
import { speak } from '../support/faults';
import { readError } from '../support/read-error';
import {
  askForResponse,
  callResponses,
  joinDeltas,
  lastResponse,
  readResponse,
  readResponseEvents,
  WEATHER_TOOL,
  withoutIds,
} from '../support/responses';
import { Stack } from '../support/stack';

const whole = {
  reasoning: 'Two cities,\nso two calls.',
  answer: 'Let me look at "both" — 北京 too.',
  calls: ['Paris', '北京'].map((city) => ({ name: 'get_weather', arguments: { city } })),
};
const tools = [WEATHER_TOOL];

describe('POST /v1/responses', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    expect(stack.gateway.output).not.toContain('"level":"error"');
    await stack.stop();
  });

  it.each([
    { it: 'text', answer: { answer: 'Hello.' } },
    { it: 'text with reasoning', answer: { reasoning: 'Say it.', answer: 'Hello.' } },
    { it: 'calls with everything', answer: whole },
    { it: 'calls alone', answer: { calls: whole.calls } },
  ])('should amount to the same streamed and not, for $it', async ({ answer }) => {
    stack.simulator.enqueue(answerWith(answer));
    stack.simulator.enqueue(answerWith(answer));
    const document = await readResponse(await askForResponse(stack.origin, { tools }));
    const stream = await askForResponse(stack.origin, { tools, stream: true });
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const events = await readResponseEvents(stream);
    const last = lastResponse(events);
    expect(withoutIds(last.output)).toEqual(withoutIds(document.output));
    expect(last).toMatchObject({ status: 'completed', usage: document.usage });
    expect(Object.keys(last).sort()).toEqual(Object.keys(document).sort());
  });

  it('should close every item before the next one opens', async () => {
    stack.simulator.enqueue(answerWith(whole));
    const response = await askForResponse(stack.origin, { tools, stream: true });
    const events = await readResponseEvents(response);
    const frame = events
      .map(({ type }) => type.replace(/^response\./, ''))
      .filter((type) => !type.endsWith('.delta'));
    const call = ['output_item.added', 'function_call_arguments.done', 'output_item.done'];
    expect(frame).toEqual([
      ...['created', 'in_progress', 'output_item.added', 'reasoning_summary_part.added'],
      ...['reasoning_summary_text.done', 'reasoning_summary_part.done', 'output_item.done'],
      ...['output_item.added', 'content_part.added', 'output_text.done', 'content_part.done'],
      ...['output_item.done', ...call, ...call, 'completed'],
    ]);
    expect(joinDeltas(events, 'response.output_text.delta')).toBe(whole.answer);
    expect(joinDeltas(events, 'response.reasoning_summary_text.delta')).toBe(whole.reasoning);
    expect(JSON.stringify(events)).not.toContain('[DONE]');
  });

  it('should repeat what it was asked as it understood it', async () => {
    const fields = {
      instructions: 'Be brief.',
      metadata: { run: '7' },
      max_output_tokens: 100,
      temperature: 0.5,
      parallel_tool_calls: false,
      tool_choice: {
        type: 'allowed_tools',
        mode: 'auto',
        tools: [{ type: 'function', name: 'b' }],
      },
      text: { format: { type: 'text' } },
      tools: ['a', 'b'].map((name) => ({ type: 'function', name })),
      store: false,
    };
    const response = await readResponse(await askForResponse(stack.origin, fields));
    const { tools: known, ...echoed } = fields;
    expect(known).toHaveLength(2);
    expect(response).toMatchObject({ ...echoed, background: false, error: null });
    expect(response['tools']).toMatchObject([{ type: 'function', name: 'b', strict: false }]);
  });

  it('should send the conversation as one message for each turn', async () => {
    const arrived = stack.simulator.nextExchange();
    await readResponse(
      await askForResponse(stack.origin, {
        instructions: 'Be brief.',
        input: [
          { role: 'developer', content: 'Be kind.' },
          { role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
          { role: 'assistant', content: 'Hello' },
          { type: 'message', role: 'user', content: 'Which is larger?' },
        ],
      }),
    );
    const messages = (await arrived).body['messages'] as readonly {
      role: string;
      content: string;
    }[];
    const texts = messages.map(({ role, content }) => `${role}: ${content}`);
    expect(texts).toEqual([
      ...['system: Be brief.', 'system: Be kind.', 'user: Hi', 'assistant: Hello'],
      'user: Which is larger?',
    ]);
  });

  it('should name what it ignores, and nothing that asks for nothing', async () => {
    const response = await askForResponse(stack.origin, {
      tools: [...tools, { type: 'web_search' }],
      include: ['reasoning.encrypted_content', 'message.output_text.logprobs'],
      text: { format: null, verbosity: 'low' },
      reasoning: { effort: null, summary: null },
      truncation: 'disabled',
      prompt_cache_key: 'x',
      client_metadata: { a: 1 },
      stream_options: { include_obfuscation: false },
      user: null,
      novelty: true,
      input: [
        { type: 'web_search_call', id: 'ws_1' },
        { role: 'user', content: 'Hi' },
      ],
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-ignored-parameters')?.split(', ').sort()).toEqual([
      ...['include[1]', 'input[0]', 'novelty', 'text.verbosity', 'tools[1]'],
    ]);
    await response.text();
  });

  it('should hide reasoning when the header asks for that', async () => {
    stack.simulator.enqueue(answerWith(whole));
    const headers = { 'x-thinking-processing': 'strip' };
    const response = await readResponse(await askForResponse(stack.origin, { tools }, { headers }));
    expect(response.output.map(({ type }) => type)).toEqual([
      ...['message', 'function_call', 'function_call'],
    ]);
  });

  it('should take a body of more than 100 kB', async () => {
    const arrived = stack.simulator.nextExchange();
    const text = `${'word '.repeat(40_000)}end`;
    const input = [{ role: 'user', content: [{ type: 'input_text', text }] }];
    await readResponse(await askForResponse(stack.origin, { input }));
    expect((await arrived).prompt).toContain(text);
  });

  it('should refuse other methods and wrong keys', async () => {
    const listing = await callResponses(stack.origin, '');
    expect(listing.status).toBe(405);
    expect(listing.headers.get('allow')).toBe('POST');
    const stranger = await askForResponse(stack.origin, {}, { key: 'sk-unknown' });
    expect(stranger.status).toBe(401);
    await readError(stranger);
  });

  it.each([{ stream: true }, { stream: false }])(
    'should give an error before anything was sent its own status, %j',
    async (mode) => {
      stack.simulator.enqueue((exchange) => {
        exchange.refuse(500);
      });
      const response = await askForResponse(stack.origin, mode);
      expect(response.status).toBe(502);
      expect(await readError(response)).toMatchObject({ type: 'upstream_error' });
    },
  );

  it('should end in an error and a failed response when the upstream breaks off', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      exchange.end();
    });
    const events = await readResponseEvents(await askForResponse(stack.origin, { stream: true }));
    const [error, failed] = events.slice(-2);
    expect(error).toMatchObject({
      type: 'error',
      error: { type: 'upstream_error', code: 'upstream_incomplete', param: null },
    });
    expect(failed).toMatchObject({
      type: 'response.failed',
      response: { status: 'failed', error: { code: 'server_error' }, output: [] },
    });
    expect(lastResponse(events).error?.message).toContain('(upstream_incomplete)');
    // A client that goes by the ends of items must not take the half one for whole.
    expect(events.map(({ type }) => type)).not.toContain('response.output_item.done');
    const { id } = lastResponse(events);
    const kept = await readResponse(await callResponses(stack.origin, `/${id}`));
    expect(kept.status).toBe('failed');
    const next = await askForResponse(stack.origin, { previous_response_id: id });
    expect(next.status).toBe(400);
    expect(await readError(next)).toMatchObject({ param: 'previous_response_id' });
  });
});
