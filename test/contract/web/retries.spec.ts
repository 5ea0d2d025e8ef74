import { replay } from '../../../src/simulator/answer';
import { Stack } from '../../support/stack';
import { answerOnce } from '../../support/upstream-answers';
import { httpFixture, webFixture } from '../../support/web-fixtures';

const question = {
  model: 'GLM-4.5',
  messages: [{ role: 'user' as const, content: 'Hello' }],
};

describe('retries of the client of OpenAI, when the web service refuses', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  it.each([
    ['an outdated client', replay(webFixture('40-').bytes)],
    ['a forbidden model', replay(webFixture('41-').bytes)],
    ['a firewall', answerOnce(405, 'text/html', httpFixture('405-waf.html'))],
    [
      'an unknown model',
      answerOnce(400, 'application/json', httpFixture('400-model-not-found.json')),
    ],
  ])('should not happen where they cannot help: %s', async (_name, reply) => {
    const { completions } = stack.openAi({ maxRetries: 2 }).chat;
    for (const ask of [
      () => completions.stream(question).finalContent(),
      () => completions.create(question),
    ]) {
      const before = stack.simulator.exchanges.length;
      stack.simulator.enqueue(reply);
      await expect(ask()).rejects.toThrow();
      expect(stack.simulator.exchanges.length - before).toBe(1);
    }
  });
});
