import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { speak } from '../support/faults';
import { chatRequest, RawClient } from '../support/raw-client';
import { readStream } from '../support/read-sse';

const modes = [{ stream: true }, { stream: false }];

describe('a client that leaves', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    expect(stack.gateway.output).not.toContain('"level":"error"');
    await stack.stop();
  });

  const connect = async (fields: object): Promise<RawClient> => {
    const client = await RawClient.connect(stack.origin);
    client.write(chatRequest(ask('x', fields)));
    return client;
  };

  it.each(modes)('should free the upstream before its headers, %j', async (mode) => {
    stack.simulator.enqueue(() => undefined);
    const arrived = stack.simulator.nextExchange();
    const client = await connect(mode);
    const exchange = await arrived;
    client.destroy();
    await exchange.closed;
  });

  it.each(modes)('should free the upstream before its first event, %j', async (mode) => {
    stack.simulator.enqueue((exchange) => {
      exchange.open();
    });
    const arrived = stack.simulator.nextExchange();
    const client = await connect(mode);
    const exchange = await arrived;
    client.destroy();
    await exchange.closed;
  });

  it('should free the upstream in the middle of a stream', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
    });
    const arrived = stack.simulator.nextExchange();
    const client = await connect({ stream: true });
    await client.receive('So far so good.');
    client.destroy();
    await (
      await arrived
    ).closed;
  });

  it('should free the upstream in the middle of a document', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
    });
    const arrived = stack.simulator.nextExchange();
    const client = await connect({});
    const exchange = await arrived;
    client.destroy();
    await exchange.closed;
    expect(client.receivedLength).toBe(0);
  });

  it('should leave the others alone', async () => {
    let finish = (): void => undefined;
    stack.simulator.enqueue((exchange) => {
      speak(exchange, 'stays');
      finish = () => {
        exchange.finish();
      };
    });
    const staying = await postChat(stack.origin, ask('x', { stream: true }));
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
    });
    const arrived = stack.simulator.nextExchange();
    const leaving = await connect({ stream: true });
    const exchange = await arrived;
    leaving.destroy();
    await exchange.closed;
    finish();
    expect(await readStream(staying)).toMatchObject({ text: 'stays', isDone: true });
  });
});
