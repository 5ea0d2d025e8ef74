import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { ChunkedBody } from './chunked-body';

describe('ChunkedBody', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let server: Server;
  let texts: readonly string[];
  let last: string;

  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      const body = new ChunkedBody(response);
      for (const written of texts) body.write(written);
      body.end(last);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterAll(() => {
    agent.destroy();
    server.close();
  });

  const cases: readonly { readonly texts: readonly string[]; readonly last: string }[] = [
    { texts: ['one', 'two'], last: 'three' },
    { texts: ['one'], last: '' },
    { texts: [], last: 'one' },
    { texts: [], last: '' },
    { texts: ['Grüße', '你好', '😀'], last: 'naïve\r\n0\r\n\r\n' },
    { texts: ['a'.repeat(300_000), 'ä'.repeat(300_000)], last: 'b'.repeat(70_000) },
  ];

  it.each(cases)('should be read as it was written, case %#', async (written) => {
    ({ texts, last } = written);
    const response = await ask();
    expect(response.headers['transfer-encoding']).toBe('chunked');
    expect(await text(response)).toBe([...texts, last].join(''));
  });

  it('should leave the connection usable', async () => {
    ({ texts, last } = { texts: ['Grüße'], last: 'Ende' });
    const first = await ask();
    expect(await text(first)).toBe('GrüßeEnde');
    const second = await ask();
    expect(await text(second)).toBe('GrüßeEnde');
    expect(second.socket).toBe(first.socket);
  });

  it('should not frame the body for a client of HTTP/1.0', async () => {
    ({ texts, last } = { texts: ['Grüße', 'two'], last: 'three' });
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.0\r\n\r\n');
    const [head, body] = (await text(socket)).split('\r\n\r\n');
    expect(head).not.toMatch(/transfer-encoding/i);
    expect(body).toBe('Grüßetwothree');
  });

  async function ask(): Promise<IncomingMessage> {
    const { port } = server.address() as AddressInfo;
    const [response] = (await once(get({ port, host: '127.0.0.1', agent }), 'response')) as [
      IncomingMessage,
    ];
    return response;
  }
});
