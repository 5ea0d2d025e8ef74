import { answerWith } from '../../src/simulator/answer';
import { CLAUDE_CODE_HEADERS, claudeCodeRequest, claudeCodeResult } from '../support/claude-code';
import { TEST_KEY } from '../support/gateway-process';
import { type MessageStreamContent, postMessages, readMessageStream } from '../support/messages';
import { Stack } from '../support/stack';
import { upstreamUnderTest } from '../support/upstream-under-test';

const THOUGHT = 'I have to read it.';
const use = { name: 'Read', arguments: { file_path: 'notes.txt' } };

describe('Claude Code', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  async function ask(turns: readonly object[]): Promise<MessageStreamContent> {
    const response = await postMessages(stack.origin, claudeCodeRequest(turns), {
      path: '/v1/messages?beta=true',
      headers: { ...CLAUDE_CODE_HEADERS, authorization: `Bearer ${TEST_KEY}` },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-ignored-parameters')).toBe('metadata');
    return readMessageStream(response);
  }

  it('should send requests of the size that is known of it', () => {
    expect(JSON.stringify(claudeCodeRequest()).length).toBeGreaterThan(75_000);
  });

  it('should finish a task over two turns', async () => {
    stack.simulator.enqueue(answerWith({ reasoning: THOUGHT, answer: 'I look.', calls: [use] }));
    const { message, isStopped } = await ask([]);
    expect(isStopped).toBe(true);
    expect(message?.start.usage.input_tokens).toBeGreaterThan(10_000);
    expect(message?.end?.delta.stop_reason).toBe('tool_use');
    const [thinking, text, call] = message?.blocks ?? [];
    expect(thinking?.content).toBe(THOUGHT);
    expect(text?.content.trim()).toBe('I look.');
    expect(JSON.parse(call?.content ?? '')).toEqual(use.arguments);

    const id = (call?.start as { readonly id: string }).id;
    const input: unknown = JSON.parse(call?.content ?? '');
    stack.simulator.enqueue(answerWith({ answer: 'It says: buy milk.' }));
    const arrived = stack.simulator.nextExchange();
    const second = await ask([
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: thinking?.content, signature: thinking?.signature },
          { type: 'text', text: text?.content },
          { type: 'tool_use', id, name: 'Read', input, caller: { type: 'direct' } },
        ],
      },
      claudeCodeResult(id, '1\tbuy milk'),
    ]);
    expect(second.text).toBe('It says: buy milk.');
    expect(second.message?.end?.delta.stop_reason).toBe('end_turn');

    const { body } = await arrived;
    const sent = JSON.stringify(body['messages']);
    expect(sent).toContain('buy milk');
    expect(sent).toContain('Today is Sunday.');
    expect(sent).toContain('You are a coding agent.');
    if (upstreamUnderTest.dialect === 'web') return;
    expect(sent).toContain(`"reasoning_content":"${THOUGHT}"`);
    expect(body['thinking']).toMatchObject({ clear_thinking: false });
  });

  it('should be offered its tools and may go on with a conversation of another provider', async () => {
    stack.simulator.enqueue(answerWith({ answer: 'Done.' }));
    const response = await postMessages(
      stack.origin,
      claudeCodeRequest([
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm.', signature: 'EqQBCgIYAhIM' },
            { type: 'tool_use', id: 'toolu_01A', name: 'Read', input: { file_path: 'a' } },
          ],
        },
        claudeCodeResult('toolu_01A', 'nothing'),
      ]),
    );
    expect(response.status).toBe(200);
    expect(response.headers.get('x-ignored-parameters')).toContain('messages[2].content[0]');
    expect((await readMessageStream(response)).text).toBe('Done.');
  });
});
