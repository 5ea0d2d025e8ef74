import { createHash } from 'node:crypto';
import { settingsOf } from '../../../test/support/settings';
import { withTemporaryFile } from '../../../test/support/temporary-file';
import { ApiKeyService } from './api-key.service';
import { KeysFileService } from './keys-file.service';

function serviceOf(environment: Readonly<Record<string, string>>): ApiKeyService {
  const settings = settingsOf(environment);
  return new ApiKeyService(settings, new KeysFileService(settings));
}

function entryOf(key: string, fields: object): object {
  return { key_sha256: createHash('sha256').update(key).digest('hex'), ...fields };
}

describe('ApiKeyService', () => {
  const service = serviceOf({ AUTH_TOKEN: 'sk-old-key,sk-new-key' });

  it('should accept every configured key, each under a name of its own', () => {
    const names = ['sk-old-key', 'sk-new-key'].map((key) => service.identify(key)?.id);
    for (const name of names) expect(name).toMatch(/^key_[0-9a-f]{12}$/);
    expect(new Set(names).size).toBe(2);
  });

  it('should give a key the same name in every process', () => {
    const other = serviceOf({ AUTH_TOKEN: 'sk-new-key' });
    expect(other.identify('sk-new-key')).toEqual(service.identify('sk-new-key'));
  });

  it('should not show the key in its name', () => {
    expect(service.identify('sk-old-key')?.id).not.toContain('old');
  });

  it.each([
    '',
    'sk-old-ke',
    'sk-old-key ',
    'SK-OLD-KEY',
    'sk-old-key,sk-new-key',
    'x'.repeat(9999),
  ])('should not accept "%s"', (key) => {
    expect(service.identify(key)).toBeUndefined();
  });

  describe('with a file of keys', () => {
    const entries = [
      entryOf('sk-a', { name: 'team-a', rpm: 60, tpm: 0, concurrency: null }),
      entryOf('sk-disabled', { name: 'b', disabled: true }),
      entryOf('sk-expired', { name: 'c', expires: '2020-01-01T00:00:00Z' }),
      entryOf('sk-lasting', { name: 'd', expires: '2999-01-01' }),
      entryOf('sk-both', { name: 'e', disabled: true }),
    ];
    const named = withTemporaryFile(JSON.stringify(entries), (path) =>
      serviceOf({ KEYS_FILE: path, AUTH_TOKEN: 'sk-token,sk-both' }),
    );

    it('should know a key by its name and its own limits', () => {
      expect(named.identify('sk-a')).toEqual({
        id: 'team-a',
        limits: { requestsPerMinute: 60, tokensPerMinute: 0, concurrency: undefined },
      });
    });

    it('should accept the keys of AUTH_TOKEN as well', () => {
      expect(named.identify('sk-token')).toMatchObject({ limits: {} });
    });

    it.each([
      { key: 'sk-lasting', isAccepted: true },
      { key: 'sk-disabled', isAccepted: false },
      { key: 'sk-expired', isAccepted: false },
    ])('should accept $key: $isAccepted', ({ key, isAccepted }) => {
      expect(named.identify(key) !== undefined).toBe(isAccepted);
    });

    it('should not accept a disabled key because AUTH_TOKEN still has it', () => {
      expect(named.identify('sk-both')).toBeUndefined();
    });

    it('should not accept a hash as a key', () => {
      const { key_sha256: hash } = entries[0] as { readonly key_sha256: string };
      expect(named.identify(hash)).toBeUndefined();
    });
  });
});
