import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { ask } from '../../support/chat';
import { chatRequest, RawClient } from '../../support/raw-client';
import { Stack } from '../../support/stack';

describe('the wait for a guest token', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ KEEP_ALIVE_INTERVAL_MS: '40' });
  });

  afterAll(async () => {
    expect(stack.gateway.output).not.toContain('"level":"error"');
    await stack.stop();
  });

  afterEach(() => {
    stack.simulator.replyToTokens(undefined);
  });

  const connect = async (fields: object): Promise<RawClient> => {
    const client = await RawClient.connect(stack.origin);
    client.write(chatRequest(ask('x', fields)));
    return client;
  };

  it.each([{ stream: true }, { stream: false }])(
    'should end when the client leaves, %j',
    async (mode) => {
      const chats = stack.simulator.exchanges.length;
      const asked = new Promise<IncomingMessage>((resolve) => {
        stack.simulator.replyToTokens(resolve);
      });
      const client = await connect(mode);
      const { socket } = await asked;
      const closed = once(socket, 'close');
      client.destroy();
      await closed;
      expect(stack.simulator.exchanges).toHaveLength(chats);
    },
  );

  it('should be bridged by keep-alive comments', async () => {
    stack.simulator.replyToTokens(() => undefined);
    const client = await connect({ stream: true });
    await client.receive(': keep-alive\n\n');
    client.destroy();
  });
});
