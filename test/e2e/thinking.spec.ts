import { answerWith } from '../../src/simulator/answer';
import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { readError } from '../support/read-error';
import { readStream } from '../support/read-sse';

interface Completion {
  readonly choices: readonly [
    { readonly message: { readonly content: string; readonly reasoning_content?: string } },
  ];
}

interface Answer {
  readonly content: string;
  readonly reasoning: string | undefined;
}

const reasoning = 'Compare 9.11 and 9.9.\n\n> Tenths come first.\nSo 9 against 1.';
const answer = '9.9 is larger.\n\nBecause 0.90 > 0.11.';

const APART: Answer = { content: answer, reasoning };
const STRIPPED: Answer = { content: answer, reasoning: undefined };
const INLINE: Answer = {
  content: `<thinking>\n${reasoning}\n</thinking>\n\n${answer}`,
  reasoning: undefined,
};

/** The answer of a model that thinks, of which stream and document must be the same. */
async function answerOf(stack: Stack, headers: Readonly<Record<string, string>>): Promise<Answer> {
  stack.simulator.enqueue(answerWith({ reasoning, answer }));
  const stream = await readStream(
    await postChat(stack.origin, ask('x', { stream: true }), { headers }),
  );
  expect(stream.isDone).toBe(true);
  stack.simulator.enqueue(answerWith({ reasoning, answer }));
  const response = await postChat(stack.origin, ask('x'), { headers });
  const { message } = ((await response.json()) as Completion).choices[0];
  expect(stream.text).toBe(message.content);
  expect(stream.reasoning).toBe(message.reasoning_content ?? '');
  return { content: message.content, reasoning: message.reasoning_content };
}

describe.each([
  ['think, in a field of its own', {}, APART],
  ['think, in the content', { THINKING_FIELD: 'content' }, INLINE],
  ['strip', { THINKING_PROCESSING: 'strip' }, STRIPPED],
  [
    'strip, whatever the field',
    { THINKING_PROCESSING: 'strip', THINKING_FIELD: 'content' },
    STRIPPED,
  ],
] as readonly [string, Record<string, string>, Answer][])(
  'reasoning in mode %s',
  (_name, environment, configured) => {
    let stack: Stack;

    beforeAll(async () => {
      stack = await Stack.start(environment);
    });

    afterAll(async () => {
      await stack.stop();
    });

    it('should be where the configuration wants it', async () => {
      expect(await answerOf(stack, {})).toEqual(configured);
    });

    it('should be dropped when the request wants so', async () => {
      expect(await answerOf(stack, { 'x-thinking-processing': 'STRIP' })).toEqual(STRIPPED);
    });

    it('should be kept when the request wants so', async () => {
      const kept = environment['THINKING_FIELD'] === 'content' ? INLINE : APART;
      expect(await answerOf(stack, { 'x-thinking-processing': 'think' })).toEqual(kept);
    });
  },
);

describe('the header of a request that wants another mode', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    await stack.stop();
  });

  it.each(['yes', '', 'think strip'])('should not be understood when it says %j', async (value) => {
    const headers = { 'x-thinking-processing': value };
    const response = await postChat(stack.origin, ask('x'), { headers });
    expect(response.status).toBe(400);
    expect((await readError(response)).param).toBe('x-thinking-processing');
  });
});
