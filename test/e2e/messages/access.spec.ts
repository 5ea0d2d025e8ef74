import { TEST_KEY } from '../../support/gateway-process';
import { askMessage, postMessages } from '../../support/messages';
import { Stack } from '../../support/stack';

const PNG = 'A'.repeat(400_000);

describe('access to the Messages API', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ DEBUG_LOGGING: 'true', CORS_ORIGINS: '*' });
  });

  afterAll(() => stack.stop());

  it.each([
    { headers: { 'x-api-key': TEST_KEY } },
    { headers: { 'x-api-key': '', authorization: `Bearer ${TEST_KEY}` } },
    { headers: { 'x-api-key': 'sk-other', authorization: `Bearer ${TEST_KEY}` } },
  ])('should be had with %j, and leave no trace of the key', async ({ headers }) => {
    const response = await postMessages(stack.origin, askMessage('x'), { headers });
    expect(response.status).toBe(200);
    await response.text();
    await stack.gateway.outputMatching(/"event":"response"/);
    expect(stack.gateway.output).not.toContain(TEST_KEY);
  });

  it('should be had from a browser', async () => {
    const requested = 'x-api-key,anthropic-version,anthropic-dangerous-direct-browser-access';
    const preflight = await fetch(`${stack.origin}/v1/messages`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': requested,
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toBe(requested);
    const headers = { origin: 'https://app.example.com' };
    const response = await postMessages(stack.origin, askMessage('x'), { headers });
    expect(response.headers.get('access-control-expose-headers')).toContain('request-id');
    await response.text();
  });

  it('should be announced by a sign of life that needs no key', async () => {
    const response = await fetch(stack.origin, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  describe('and the count of tokens', () => {
    async function count(fields: object = {}): Promise<number> {
      const body = { ...askMessage('Hello there.', fields), max_tokens: undefined };
      const response = await postMessages(stack.origin, body, {
        path: '/v1/messages/count_tokens',
      });
      expect(response.status).toBe(200);
      expect(response.headers.get('request-id')).toMatch(/\S/);
      const counted = (await response.json()) as { readonly input_tokens: number };
      expect(Object.keys(counted)).toEqual(['input_tokens']);
      return counted.input_tokens;
    }

    it('should grow with all that the model reads, and ask no upstream', async () => {
      const before = stack.upstreamRequests;
      const least = await count();
      const description = 'Tells the weather of a city. '.repeat(10);
      const tools = [{ name: 'weather', description, input_schema: { type: 'object' } }];
      expect(least).toBeGreaterThan(0);
      expect(await count({ system: 'Answer in one sentence.' })).toBeGreaterThan(least);
      expect(await count({ tools })).toBeGreaterThan(least + 50);
      expect(stack.upstreamRequests).toBe(before);
    });

    it('should take an image for what it is, not for its bytes', async () => {
      const source = { type: 'base64', media_type: 'image/png', data: PNG };
      const messages = [{ role: 'user', content: [{ type: 'image', source }] }];
      const tokens = await count({ model: 'GLM-4.5V', messages });
      expect(tokens).toBeGreaterThan(100);
      expect(tokens).toBeLessThan(5000);
    });
  });
});
