import { ConfigService } from '@nestjs/config';
import { SharedStoreService } from '../../common/shared-store/shared-store.service';
import type { Settings } from '../../config/validate-environment';
import type { StoredResponse } from '../lib/stored-response';
import { ResponseStore } from './response-store.service';

const MEBIBYTE = 1024 * 1024;

function storeWith(settings: Partial<Settings>): ResponseStore {
  const config = new ConfigService({
    RESPONSES_TTL_S: 3600,
    RESPONSES_MEMORY_MB: 1,
    ...settings,
  }) as unknown as ConfigService<Settings, true>;
  return new ResponseStore(config, new SharedStoreService(undefined));
}

function responseOf(id: string, fields: object = {}): StoredResponse {
  const response = { id, status: 'completed', output: [] } as unknown as StoredResponse['response'];
  return { owner: 'ann', response, input: [], ancestors: [], conversationBytes: 0, ...fields };
}

describe('ResponseStore', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('should give a response to its owner only', async () => {
    const store = storeWith({});
    const stored = responseOf('resp_1');
    store.keep(stored);
    expect(await store.find('resp_1', 'ann')).toEqual(stored);
    expect(await store.find('resp_1', 'bob')).toBeUndefined();
    expect(await store.remove('resp_1', 'bob')).toBe(false);
    expect(await store.remove('resp_1', 'ann')).toBe(true);
    expect(await store.find('resp_1', 'ann')).toBeUndefined();
  });

  it('should give what it has in the order that was asked for', async () => {
    const store = storeWith({});
    const ids = Array.from({ length: 40 }, (_, index) => `resp_${String(index)}`);
    for (const id of ids) if (id !== 'resp_7') store.keep(responseOf(id));
    const found = await store.findAll(ids, 'ann');
    expect(found.map((stored) => stored?.response.id)).toEqual(ids.with(7, undefined as never));
  });

  it('should forget what was not used for longest when its memory is full', async () => {
    const store = storeWith({});
    const input = [{ type: 'message', content: 'x'.repeat(MEBIBYTE / 3) }];
    store.keep(responseOf('resp_1', { input }));
    store.keep(responseOf('resp_2', { input }));
    await store.find('resp_1', 'ann');
    store.keep(responseOf('resp_3', { input }));
    const found = await store.findAll(['resp_1', 'resp_2', 'resp_3'], 'ann');
    expect(found.map((stored) => stored !== undefined)).toEqual([true, false, true]);
  });

  it('should not keep what is larger than its memory, nor lose the rest for it', async () => {
    const store = storeWith({});
    store.keep(responseOf('resp_1'));
    store.keep(responseOf('resp_2', { input: [{ content: 'x'.repeat(2 * MEBIBYTE) }] }));
    expect(await store.find('resp_2', 'ann')).toBeUndefined();
    expect(await store.find('resp_1', 'ann')).toBeDefined();
  });

  it('should keep a response for its time after the last use', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    const store = storeWith({ RESPONSES_TTL_S: 10 });
    store.keep(responseOf('resp_1'));
    jest.advanceTimersByTime(8000);
    expect(await store.find('resp_1', 'ann')).toBeDefined();
    jest.advanceTimersByTime(8000);
    expect(await store.find('resp_1', 'ann')).toBeDefined();
    jest.advanceTimersByTime(11_000);
    expect(await store.find('resp_1', 'ann')).toBeUndefined();
  });

  it('should keep nothing when it is switched off', async () => {
    const store = storeWith({ RESPONSES_TTL_S: 0 });
    expect(store.isEnabled).toBe(false);
    store.keep(responseOf('resp_1'));
    expect(await store.find('resp_1', 'ann')).toBeUndefined();
  });
});
