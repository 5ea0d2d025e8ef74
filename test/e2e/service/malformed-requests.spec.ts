import { Stack } from '../../support/stack';
import { RawClient } from '../../support/raw-client';
import { checkError } from '../../support/read-error';

describe('requests that are no valid HTTP', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    await stack.stop();
  });

  it.each([
    {
      it: 'a broken request line',
      head: 'NONSENSE\r\n\r\n',
      status: '400',
      code: 'malformed_request',
    },
    {
      it: 'a control character in a header',
      head: 'GET / HTTP/1.1\r\nhost: a\r\nx-a: b\u0001c\r\n\r\n',
      status: '400',
      code: 'malformed_request',
    },
    {
      it: 'headers that are too large',
      head: `GET / HTTP/1.1\r\nhost: a\r\nx-a: ${'b'.repeat(100_000)}\r\n\r\n`,
      status: '431',
      code: 'headers_too_large',
    },
  ])('should answer $it in the shape of all errors', async ({ head, status, code }) => {
    const client = await RawClient.connect(stack.origin);
    client.write(head);
    await client.closed;
    const text = client.received.toString();
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(text).toMatch(/\r\nx-request-id: [\w-]{36}\r\n/);
    const error = checkError(JSON.parse(text.slice(text.indexOf('{'))));
    expect(error).toMatchObject({ type: 'invalid_request_error', param: null, code });
  });
});
