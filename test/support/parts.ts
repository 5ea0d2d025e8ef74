import { GenerationFold, type Generation } from '../../src/protocol/fold-generation';
import type { FinishPart, StreamPart, TextPart } from '../../src/protocol/stream-part';

export function text(content: string): TextPart {
  return { type: 'text', text: content };
}

export function reasoning(content: string): TextPart {
  return { type: 'reasoning', text: content };
}

export function rewrite(channel: 'text' | 'reasoning', content: string): StreamPart {
  return { type: 'rewrite', channel, text: content };
}

export const STOP: FinishPart = { type: 'finish', reason: 'stop' };

/** What a client that streams has seen of a channel: rewrites do not reach it. */
export function streamed(
  parts: readonly StreamPart[],
  channel: 'text' | 'reasoning' = 'text',
): string {
  return parts.map((part) => (part.type === channel ? part.text : '')).join('');
}

/** What a client that does not stream gets. */
export function folded(parts: readonly StreamPart[]): Generation {
  const fold = new GenerationFold();
  for (const part of parts) fold.add(part);
  return fold.result();
}
