import { replay } from '../../../src/simulator/answer';
import { checkAnswers } from '../../support/check-answers';
import { Stack } from '../../support/stack';
import { webFixtures } from '../../support/web-fixtures';

describe('everything that the gateway makes of the transcripts', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  const modes = webFixtures.flatMap((fixture) =>
    ['think', 'strip', 'raw'].map((mode) => ({ ...fixture, mode })),
  );

  it.each(modes)('should have the shapes of OpenAI: $name, $mode', async ({ bytes, mode }) => {
    const headers = { 'x-thinking-processing': mode };
    await checkAnswers(stack, () => replay(bytes), headers);
  });
});
