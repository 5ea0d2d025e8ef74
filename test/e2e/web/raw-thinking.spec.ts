import { replay } from '../../../src/simulator/answer';
import { ask, postChat } from '../../support/chat';
import { readStream } from '../../support/read-sse';
import { Stack } from '../../support/stack';
import { webFixture } from '../../support/web-fixtures';

interface Completion {
  readonly choices: readonly [
    { readonly message: { readonly content: string; readonly reasoning_content?: string } },
  ];
}

const { bytes, expected } = webFixture('02');
const raw = { 'x-thinking-processing': 'raw' };

describe.each([
  ['by request', {}, raw],
  ['by request, where reasoning is in the content', { THINKING_FIELD: 'content' }, raw],
  ['by request, where reasoning is dropped', { THINKING_PROCESSING: 'strip' }, raw],
  [
    'by request, where reasoning is dropped, whatever the field',
    { THINKING_PROCESSING: 'strip', THINKING_FIELD: 'content' },
    raw,
  ],
  ['by configuration', { THINKING_PROCESSING: 'raw' }, {}],
] as readonly [string, Record<string, string>, Record<string, string>][])(
  'the raw document, %s',
  (_case, environment, headers) => {
    let stack: Stack;

    beforeAll(async () => {
      stack = await Stack.start(environment);
    });

    afterAll(() => stack.stop());

    it('should stand as the upstream wrote it', async () => {
      stack.simulator.enqueue(replay(bytes, 7));
      const streamed = await postChat(stack.origin, ask('x', { stream: true }), { headers });
      const stream = await readStream(streamed);
      expect(stream.isDone).toBe(true);
      stack.simulator.enqueue(replay(bytes));
      const response = await postChat(stack.origin, ask('x'), { headers });
      const { message } = ((await response.json()) as Completion).choices[0];
      expect(stream.text).toBe(message.content);
      expect(stream.reasoning).toBe('');
      expect(message.reasoning_content).toBeUndefined();
      expect(message.content).toMatch(/^<details type="reasoning"/);
      expect(message.content).toContain('</details>');
      expect(message.content.endsWith(expected.answer)).toBe(true);
    });
  },
);
