import { detectDialect, detectProtocol, isOfficial, toChatUrl } from './locate-upstream';

describe('detectProtocol', () => {
  it.each([
    { address: 'https://chat.z.ai/api/chat/completions', bare: 'web', withKey: 'web' },
    { address: 'https://chat.z.ai/', bare: 'web', withKey: 'web' },
    { address: 'http://127.0.0.1:9000/api/chat/completions', bare: 'web', withKey: 'web' },
    { address: 'http://127.0.0.1:9000/api/chat/completions/', bare: 'web', withKey: 'web' },
    { address: 'http://127.0.0.1:9000/mock', bare: 'web', withKey: 'openai' },
    { address: 'http://127.0.0.1:9000', bare: 'openai', withKey: 'openai' },
    { address: 'http://127.0.0.1:9000/chat/completions', bare: 'openai', withKey: 'openai' },
    { address: 'http://vllm:8000/v1', bare: 'openai', withKey: 'openai' },
    { address: 'http://vllm:8000/v1/', bare: 'openai', withKey: 'openai' },
    { address: 'http://vllm:8000/v1/chat/completions', bare: 'openai', withKey: 'openai' },
    { address: 'https://api.z.ai/api/paas/v4', bare: 'openai', withKey: 'openai' },
    { address: 'https://api.z.ai/api/coding/paas/v4/', bare: 'openai', withKey: 'openai' },
    { address: 'https://open.bigmodel.cn/api/paas/v4', bare: 'openai', withKey: 'openai' },
    { address: 'http://host/version/7', bare: 'web', withKey: 'openai' },
  ])('should take $address for $bare, with a key for $withKey', ({ address, bare, withKey }) => {
    expect(detectProtocol(new URL(address), false)).toBe(bare);
    expect(detectProtocol(new URL(address), true)).toBe(withKey);
  });
});

describe('detectDialect', () => {
  it.each([
    { address: 'https://api.z.ai/api/paas/v4', dialect: 'zai' },
    { address: 'https://api.z.ai/api/coding/paas/v4/chat/completions', dialect: 'zai' },
    { address: 'https://api.z.ai', dialect: 'zai' },
    { address: 'https://open.bigmodel.cn/api/paas/v4', dialect: 'zai' },
    { address: 'http://127.0.0.1:9000/api/paas/v4', dialect: 'zai' },
    { address: 'http://127.0.0.1:9000/v1', dialect: 'vllm' },
    { address: 'http://vllm:8000', dialect: 'vllm' },
    { address: 'https://api.z.ai.example.com/v1', dialect: 'vllm' },
  ])('should take $address for $dialect', ({ address, dialect }) => {
    expect(detectDialect(new URL(address))).toBe(dialect);
  });
});

describe('isOfficial', () => {
  it.each([
    { address: 'https://api.z.ai/api/paas/v4', official: true },
    { address: 'https://API.Z.AI/api/paas/v4', official: true },
    { address: 'https://open.bigmodel.cn/api/coding/paas/v4', official: true },
    { address: 'https://chat.z.ai/api/chat/completions', official: false },
    { address: 'https://api.z.ai.example.com/api/paas/v4', official: false },
    { address: 'http://127.0.0.1:9000/api/paas/v4', official: false },
  ])('should say $official of $address', ({ address, official }) => {
    expect(isOfficial(new URL(address))).toBe(official);
  });
});

describe('toChatUrl', () => {
  it.each([
    { address: 'http://vllm:8000', chat: 'http://vllm:8000/v1/chat/completions' },
    { address: 'http://vllm:8000/', chat: 'http://vllm:8000/v1/chat/completions' },
    { address: 'http://vllm:8000/v1', chat: 'http://vllm:8000/v1/chat/completions' },
    { address: 'http://vllm:8000/v1/', chat: 'http://vllm:8000/v1/chat/completions' },
    {
      address: 'http://vllm:8000/v1/chat/completions',
      chat: 'http://vllm:8000/v1/chat/completions',
    },
    {
      address: 'http://vllm:8000/v1/chat/completions/',
      chat: 'http://vllm:8000/v1/chat/completions',
    },
    {
      address: 'https://api.z.ai/api/coding/paas/v4',
      chat: 'https://api.z.ai/api/coding/paas/v4/chat/completions',
    },
    { address: 'https://api.z.ai', chat: 'https://api.z.ai/api/paas/v4/chat/completions' },
    {
      address: 'https://open.bigmodel.cn/',
      chat: 'https://open.bigmodel.cn/api/paas/v4/chat/completions',
    },
    {
      address: 'https://host/glm/v1?api-version=2',
      chat: 'https://host/glm/v1/chat/completions?api-version=2',
    },
    { address: 'http://[::1]:8000', chat: 'http://[::1]:8000/v1/chat/completions' },
  ])('should ask $address at $chat', ({ address, chat }) => {
    const given = new URL(address);
    expect(toChatUrl(given).href).toBe(chat);
    expect(given.href).toBe(new URL(address).href);
  });
});
