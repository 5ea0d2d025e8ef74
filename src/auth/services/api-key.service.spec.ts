import { settingsOf } from '../../../test/support/settings';
import { ApiKeyService } from './api-key.service';

const service = new ApiKeyService(settingsOf({ AUTH_TOKEN: 'sk-old-key,sk-new-key' }));

describe('ApiKeyService', () => {
  it('should accept every configured key, each under a name of its own', () => {
    const names = ['sk-old-key', 'sk-new-key'].map((key) => service.identify(key));
    for (const name of names) expect(name).toMatch(/^key_[0-9a-f]{12}$/);
    expect(new Set(names).size).toBe(2);
  });

  it('should give a key the same name in every process', () => {
    const other = new ApiKeyService(settingsOf({ AUTH_TOKEN: 'sk-new-key' }));
    expect(other.identify('sk-new-key')).toBe(service.identify('sk-new-key'));
  });

  it('should not show the key in its name', () => {
    expect(service.identify('sk-old-key')).not.toContain('old');
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
});
