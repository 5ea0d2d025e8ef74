import { ask, postChat } from '../../support/chat';
import { GatewayProcess } from '../../support/gateway-process';
import { RawUpstream } from '../../support/raw-upstream';
import { readError } from '../../support/read-error';

const EVENT = 'data: {"type":"chat:completion","data":{"phase":"answer","delta_content":"Hi"}}\n\n';
const DONE = 'data: {"type":"chat:completion","data":{"phase":"done","done":true}}\n\n';

function head(...headers: readonly string[]): string {
  return ['HTTP/1.1 200 OK', 'content-type: text/event-stream', ...headers, '', ''].join('\r\n');
}

function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

describe('an upstream whose answer is framed wrongly', () => {
  let upstream: RawUpstream;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    upstream = new RawUpstream();
    await upstream.start();
    gateway = await GatewayProcess.start({
      API_ENDPOINT: upstream.chatUrl,
      ANONYMOUS_MODE: 'false',
      UPSTREAM_TIMEOUT_MS: '1000',
    });
  });

  afterAll(async () => {
    await gateway.stop();
    await upstream.stop();
  });

  const cases: readonly { it: string; bytes: string; code: string }[] = [
    {
      it: 'shorter than it says',
      bytes: head('content-length: 100000') + EVENT,
      code: 'upstream_incomplete',
    },
    {
      it: 'longer than it says',
      bytes: head(`content-length: ${String(EVENT.length)}`) + EVENT + EVENT + DONE,
      code: 'upstream_incomplete',
    },
    {
      it: 'of a length and in chunks',
      bytes: head('content-length: 5', 'transfer-encoding: chunked') + chunk(EVENT),
      code: 'upstream_invalid_response',
    },
    {
      it: 'in chunks without a size',
      bytes: `${head('transfer-encoding: chunked')}zz\r\n${EVENT}`,
      code: 'upstream_invalid_response',
    },
    { it: 'no HTTP', bytes: 'SSH-2.0-OpenSSH_9.2\r\n', code: 'upstream_invalid_response' },
    {
      it: 'all head',
      bytes: head(`x-a: ${'b'.repeat(1_000_000)}`),
      code: 'upstream_invalid_response',
    },
  ];

  it.each(cases)('should be an error when it is $it', async ({ bytes, code }) => {
    upstream.reply = (socket) => {
      socket.end(bytes, 'latin1');
    };
    const response = await postChat(gateway.origin, ask('x'));
    expect(response.status).toBe(502);
    expect(await readError(response)).toMatchObject({ type: 'upstream_error', code });
  });

  it('should not spoil the next answer', async () => {
    upstream.reply = (socket) => {
      socket.write(head('content-length: 2') + EVENT + head('content-length: 0'));
    };
    expect((await postChat(gateway.origin, ask('x'))).status).toBe(502);
    upstream.reply = (socket) => {
      socket.write(head('transfer-encoding: chunked') + chunk(EVENT) + chunk(DONE) + chunk(''));
    };
    const response = await postChat(gateway.origin, ask('x'));
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'Hi' } }] });
  });
});
