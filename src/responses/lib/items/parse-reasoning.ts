import { isJsonObject } from '../../../protocol/json/safe-parse-json';
import type { InputItem } from './to-input-items';

/** Opens what this gateway sealed; `undefined` for anything else. */
export type Unseal = (token: string) => string | undefined;

/** What an item of earlier reasoning says. */
export interface GivenReasoning {
  readonly text: string;
  /** It was sealed by somebody else: a conversation that began elsewhere. */
  readonly isForeign: boolean;
}

/** Reads a reasoning item: what was sealed, else its content, else its summary. */
export function parseReasoning(item: InputItem, unseal: Unseal): GivenReasoning {
  const sealed = item['encrypted_content'];
  const opened = typeof sealed === 'string' ? unseal(sealed) : undefined;
  const isForeign = typeof sealed === 'string' && sealed.length > 0 && opened === undefined;
  return { text: opened ?? (textsOf(item['content']) || textsOf(item['summary'])), isForeign };
}

function textsOf(parts: unknown): string {
  if (!Array.isArray(parts)) return '';
  return parts
    .flatMap((part: unknown) => {
      const text = isJsonObject(part) ? part['text'] : undefined;
      return typeof text === 'string' ? [text] : [];
    })
    .join('\n');
}
