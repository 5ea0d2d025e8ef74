import type { UpstreamDefinition } from '../../config/upstreams/upstream-definition';
import { GatewayError } from '../../protocol/gateway-error';
import { toUpstreamState } from './to-upstream-state';
import { UpstreamHistory } from './upstream-history';

const NO_KEYS = { queued: 0, keys: [], circuit: 'closed' } as const;

describe('toUpstreamState', () => {
  it('should show an upstream of which nothing is known yet', () => {
    const definition: UpstreamDefinition = {
      name: 'web',
      protocol: 'web',
      url: new URL('https://chat.z.ai/api/chat/completions'),
    };
    expect(toUpstreamState(definition, new UpstreamHistory(() => 0), NO_KEYS)).toEqual({
      name: 'web',
      protocol: 'web',
      dialect: null,
      endpoint: 'https://chat.z.ai',
      last_success_at: null,
      last_failure_at: null,
      last_failure_code: null,
      failures_in_a_row: 0,
      circuit: 'closed',
      queued: 0,
      keys: [],
    });
  });

  it('should show how it is doing, and no secret', () => {
    const definition: UpstreamDefinition = {
      name: 'official',
      protocol: 'openai',
      dialect: 'zai',
      url: new URL('https://s3cr3t:s3cr3t@api.z.ai/api/s3cr3t/chat/completions?key=s3cr3t'),
      apiKeys: ['s3cr3t'],
    };
    const history = new UpstreamHistory(() => 7_000);
    history.observe({ type: 'finish', reason: 'stop' });
    history.observe({
      type: 'error',
      error: new GatewayError('upstream-failed', 's3cr3t', { code: 'upstream_error' }),
    });
    const state = toUpstreamState(definition, history, {
      circuit: 'open',
      queued: 3,
      keys: [{ id: 'key_1', state: 'ready', inFlight: 1, limit: 2, retryAt: null }],
    });
    expect(state).toMatchObject({
      dialect: 'zai',
      endpoint: 'https://api.z.ai',
      last_success_at: 7,
      last_failure_at: 7,
      last_failure_code: 'upstream_error',
      failures_in_a_row: 1,
      circuit: 'open',
      queued: 3,
      keys: [{ id: 'key_1', in_flight: 1 }],
    });
    expect(JSON.stringify(state)).not.toContain('s3cr3t');
  });
});
