import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  timingSafeEqual,
} from 'node:crypto';
import { randomBlock } from '../../common/ids';
import type { Settings } from '../../config/validate-environment';

const CIPHER = 'aes-256-gcm';
const KEY_LENGTH = 32;
/** Bytes: the nonce and the tag that AES-GCM is specified with (NIST SP 800-38D). */
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/**
 * Marks reasoning that clients keep between turns as the gateway's own. Whoever asks may send any
 * text back as earlier reasoning; only what the model said is to reach it as such.
 */
@Injectable()
export class ReasoningSeal {
  private readonly signingKey: Buffer;
  private readonly sealingKey: Buffer;

  constructor(config: ConfigService<Settings, true>) {
    const secret =
      config.get('REASONING_KEY', { infer: true }) ??
      config.get('AUTH_TOKEN', { infer: true })[0] ??
      randomBlock(KEY_LENGTH);
    this.signingKey = derive(secret, 'signing');
    this.sealingKey = derive(secret, 'sealing');
  }

  /** A signature of a text, in base64. */
  sign(text: string): string {
    return this.mac(text).toString('base64');
  }

  /** Whether a signature is this gateway's, and of this text. */
  isSigned(text: string, signature: string): boolean {
    const given = Buffer.from(signature, 'base64');
    const expected = this.mac(text);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  /** A text that nobody else can read, in base64. */
  seal(text: string): string {
    const nonce = randomBlock(NONCE_LENGTH);
    const cipher = createCipheriv(CIPHER, this.sealingKey, nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** The text that was sealed; `undefined` for what this gateway did not seal. */
  unseal(token: string): string | undefined {
    const bytes = Buffer.from(token, 'base64');
    if (bytes.length < NONCE_LENGTH + TAG_LENGTH) return undefined;
    const decipher = createDecipheriv(CIPHER, this.sealingKey, bytes.subarray(0, NONCE_LENGTH), {
      authTagLength: TAG_LENGTH,
    });
    decipher.setAuthTag(bytes.subarray(NONCE_LENGTH, NONCE_LENGTH + TAG_LENGTH));
    try {
      const sealed = bytes.subarray(NONCE_LENGTH + TAG_LENGTH);
      return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
    } catch {
      // Node throws when the tag does not fit: somebody else's text, or a changed one.
      return undefined;
    }
  }

  private mac(text: string): Buffer {
    return createHmac('sha256', this.signingKey).update(text).digest();
  }
}

function derive(secret: string | Buffer, purpose: string): Buffer {
  return Buffer.from(
    hkdfSync('sha256', secret, '', `glm-gateway reasoning ${purpose}`, KEY_LENGTH),
  );
}
