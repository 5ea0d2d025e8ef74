import { ask, postChat } from '../../support/chat';
import { Stack } from '../../support/stack';

describe('parameters that the web protocol has no place for', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  it('should be named to the client', async () => {
    const fields = { seed: 1, user: 'x', temperature: 1 };
    const response = await postChat(stack.origin, ask('x', fields));
    expect(response.status).toBe(200);
    expect(response.headers.get('x-ignored-parameters')).toBe('seed, user');
    await response.text();
  });
});
