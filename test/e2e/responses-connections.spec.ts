import { speak } from '../support/faults';
import { chatRequest, RawClient } from '../support/raw-client';
import { parseEvents } from '../support/responses';
import { Stack } from '../support/stack';

const COMMENT = ': keep-alive\n\n';
const modes = [{ stream: true }, { stream: false }];

describe('connections of /v1/responses', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ KEEP_ALIVE_INTERVAL_MS: '40' });
  });

  afterAll(async () => {
    expect(stack.gateway.output).not.toContain('"level":"error"');
    await stack.stop();
  });

  const connect = async (fields: object): Promise<RawClient> => {
    const client = await RawClient.connect(stack.origin);
    const body = { model: 'GLM-4.5', input: 'x', ...fields };
    client.write(chatRequest(body, { connection: 'close' }, '/v1/responses'));
    return client;
  };

  it.each(modes)('should free the upstream when the client leaves early, %j', async (mode) => {
    stack.simulator.enqueue(() => undefined);
    const arrived = stack.simulator.nextExchange();
    const client = await connect(mode);
    const exchange = await arrived;
    client.destroy();
    await exchange.closed;
  });

  it('should free the upstream when the client leaves in the middle', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
    });
    const arrived = stack.simulator.nextExchange();
    const client = await connect({ stream: true });
    await client.receive('response.output_text.delta');
    client.destroy();
    await (
      await arrived
    ).closed;
  });

  it('should get comments in a silence, which count as no event', async () => {
    stack.simulator.enqueue(() => undefined);
    const arrived = stack.simulator.nextExchange();
    const client = await connect({ stream: true });
    await client.receive(COMMENT);
    const exchange = await arrived;
    speak(exchange, 'One');
    await client.receive('"One"');
    const length = client.receivedLength;
    while (!client.received.subarray(length).includes(COMMENT)) await client.receiveMore();
    exchange.finish();
    await client.receive('event: response.completed');
    await client.closed;
    expect(eventsOf(client)[0]).toBe('response.created');
  });

  it('should end in a failed response when the upstream fails after a comment', async () => {
    stack.simulator.enqueue(() => undefined);
    const arrived = stack.simulator.nextExchange();
    const client = await connect({ stream: true });
    await client.receive(COMMENT);
    (await arrived).refuse(500);
    await client.receive('event: response.failed');
    await client.closed;
    expect(eventsOf(client)).toEqual([
      ...['response.created', 'response.in_progress', 'error', 'response.failed'],
    ]);
  });
});

/** Types of the events in a chunked body that a client has received. */
function eventsOf(client: RawClient): readonly string[] {
  const [, ...body] = client.received.toString().split('\r\n\r\n');
  const text = body.join('\r\n\r\n').replaceAll(/^[0-9a-f]+\r\n|\r\n(?:[0-9a-f]+\r\n)?/gm, '');
  return parseEvents(Buffer.from(text)).map(({ type }) => type);
}
