import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { ask, postChat } from '../support/chat';
import { Bench } from '../support/bench';
import { speak } from '../support/faults';
import { chatRequest, RawClient } from '../support/raw-client';
import { readStream } from '../support/read-sse';

const modes = [{ stream: true }, { stream: false }];

describe('a client that leaves', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.start();
  });

  afterAll(async () => {
    expect(bench.gateway.output).not.toContain('"level":"error"');
    await bench.stop();
  });

  afterEach(() => {
    bench.simulator.replyToTokens(undefined);
  });

  const connect = async (fields: object): Promise<RawClient> => {
    const client = await RawClient.connect(bench.origin);
    client.write(chatRequest(ask('x', fields)));
    return client;
  };

  it.each(modes)('should free the upstream before its headers, %j', async (mode) => {
    bench.simulator.enqueue(() => undefined);
    const arrived = bench.simulator.nextExchange();
    const client = await connect(mode);
    const exchange = await arrived;
    client.destroy();
    await exchange.closed;
  });

  it.each(modes)('should free the upstream before its first event, %j', async (mode) => {
    bench.simulator.enqueue((exchange) => {
      exchange.open();
    });
    const arrived = bench.simulator.nextExchange();
    const client = await connect(mode);
    const exchange = await arrived;
    client.destroy();
    await exchange.closed;
  });

  it('should free the upstream in the middle of a stream', async () => {
    bench.simulator.enqueue((exchange) => {
      speak(exchange);
    });
    const arrived = bench.simulator.nextExchange();
    const client = await connect({ stream: true });
    await client.receive('So far so good.');
    client.destroy();
    await (
      await arrived
    ).closed;
  });

  it('should free the upstream in the middle of a document', async () => {
    bench.simulator.enqueue((exchange) => {
      speak(exchange);
    });
    const arrived = bench.simulator.nextExchange();
    const client = await connect({});
    const exchange = await arrived;
    client.destroy();
    await exchange.closed;
    expect(client.receivedLength).toBe(0);
  });

  it.each(modes)('should end the fetch of a guest token, %j', async (mode) => {
    const chats = bench.simulator.exchanges.length;
    const asked = new Promise<IncomingMessage>((resolve) => {
      bench.simulator.replyToTokens(resolve);
    });
    const client = await connect(mode);
    const { socket } = await asked;
    const closed = once(socket, 'close');
    client.destroy();
    await closed;
    expect(bench.simulator.exchanges).toHaveLength(chats);
  });

  it('should leave the others alone', async () => {
    let finish = (): void => undefined;
    bench.simulator.enqueue((exchange) => {
      speak(exchange, 'stays');
      finish = () => {
        exchange.send({ phase: 'done', done: true });
        exchange.end();
      };
    });
    const staying = await postChat(bench.origin, ask('x', { stream: true }));
    bench.simulator.enqueue((exchange) => {
      speak(exchange);
    });
    const arrived = bench.simulator.nextExchange();
    const leaving = await connect({ stream: true });
    const exchange = await arrived;
    leaving.destroy();
    await exchange.closed;
    finish();
    expect(await readStream(staying)).toMatchObject({ text: 'stays', isDone: true });
  });
});
