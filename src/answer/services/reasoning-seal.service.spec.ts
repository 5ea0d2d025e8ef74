import { ConfigService } from '@nestjs/config';
import type { Settings } from '../../config/validate-environment';
import { ReasoningSeal } from './reasoning-seal.service';

function createSeal(settings: { REASONING_KEY?: string; AUTH_TOKEN?: string[] }): ReasoningSeal {
  return new ReasoningSeal(
    new ConfigService<Settings, true>({ AUTH_TOKEN: [], ...settings } as Partial<Settings>),
  );
}

const TEXT = '先想一想：7 × 6';

describe('ReasoningSeal', () => {
  it('should know its own signature of a text', () => {
    const seal = createSeal({ AUTH_TOKEN: ['a'] });
    const signature = seal.sign(TEXT);
    expect(seal.isSigned(TEXT, signature)).toBe(true);
    expect(seal.isSigned(`${TEXT}!`, signature)).toBe(false);
    expect(seal.isSigned(TEXT, 'c29tZWJvZHkgZWxzZQ==')).toBe(false);
    expect(seal.isSigned(TEXT, '')).toBe(false);
  });

  it('should give a sealed text back and show nothing of it', () => {
    const seal = createSeal({ REASONING_KEY: 'secret' });
    const token = seal.seal(TEXT);
    expect(Buffer.from(token, 'base64').toString('utf8')).not.toContain('先想');
    expect(seal.unseal(token)).toBe(TEXT);
    expect(seal.unseal(seal.seal(''))).toBe('');
  });

  it.each([
    { it: 'nothing', token: '' },
    { it: 'no base64', token: '%%%' },
    { it: 'somebody else’s', token: Buffer.alloc(80, 7).toString('base64') },
    { it: 'one of another key', token: createSeal({ REASONING_KEY: 'other' }).seal(TEXT) },
  ])('should not open what is $it', ({ token }) => {
    expect(createSeal({ REASONING_KEY: 'secret' }).unseal(token)).toBeUndefined();
  });

  it('should agree with replicas of the same key', () => {
    const [one, other] = [
      createSeal({ AUTH_TOKEN: ['a'] }),
      createSeal({ AUTH_TOKEN: ['a', 'b'] }),
    ];
    expect(other.unseal(one.seal(TEXT))).toBe(TEXT);
    expect(createSeal({}).isSigned(TEXT, createSeal({}).sign(TEXT))).toBe(false);
  });
});
