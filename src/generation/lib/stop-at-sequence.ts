import type { StreamPart } from '../../protocol/stream-part';
import { potentialTagLength } from '../../protocol/text/find-potential-tag';
import type { Transform } from '../../protocol/transform';

/**
 * Ends the answer at the first stop sequence, which is not part of the answer.
 *
 * Input and output: stream parts; only text is searched. Holds back the longest tail that starts a
 * stop sequence, so at most the longest sequence's length minus one, until the next text or the
 * end decides it. After the sequence comes a finish and then nothing: the upstream can be aborted.
 */
export class StopSequenceTransform implements Transform<StreamPart, StreamPart> {
  private held = '';
  private isStopped = false;

  constructor(private readonly sequences: readonly string[]) {}

  push(part: StreamPart): readonly StreamPart[] {
    if (this.isStopped) return [];
    if (part.type === 'text') return this.read(this.held + part.text, toText);
    if (part.type === 'rewrite' && part.channel === 'text') {
      return this.read(part.text, (text) => [{ ...part, text }]);
    }
    if (part.type === 'finish' || part.type === 'error') return [...this.release(), part];
    return [part];
  }

  flush(): readonly StreamPart[] {
    return this.release();
  }

  private read(
    text: string,
    toParts: (text: string) => readonly StreamPart[],
  ): readonly StreamPart[] {
    const found = firstOf(text, this.sequences);
    if (found === undefined) {
      const safe = text.length - potentialTagLength(text, this.sequences);
      this.held = text.slice(safe);
      return toParts(text.slice(0, safe));
    }
    this.held = '';
    this.isStopped = true;
    return [
      ...toParts(text.slice(0, found.index)),
      { type: 'finish', reason: 'stop', stopSequence: found.sequence },
    ];
  }

  private release(): readonly StreamPart[] {
    const { held } = this;
    this.held = '';
    return toText(held);
  }
}

function toText(text: string): readonly StreamPart[] {
  return text.length > 0 ? [{ type: 'text', text }] : [];
}

interface Found {
  readonly index: number;
  readonly sequence: string;
}

/**
 * The sequence that is complete first in `text`; of several that end at one place, the longest. Not
 * the one that begins first: whether it was complete yet would depend on how the text is split.
 */
function firstOf(text: string, sequences: readonly string[]): Found | undefined {
  let first: Found | undefined;
  for (const sequence of sequences) {
    const index = text.indexOf(sequence);
    if (index >= 0 && (first === undefined || isBefore({ index, sequence }, first))) {
      first = { index, sequence };
    }
  }
  return first;
}

function isBefore(one: Found, other: Found): boolean {
  const distance = one.index + one.sequence.length - (other.index + other.sequence.length);
  return distance < 0 || (distance === 0 && one.index < other.index);
}
