import { GatewayError } from '../../../../../protocol/gateway-error';
import type { StreamPart, TextPart } from '../../../../../protocol/stream-part';
import { ChannelText } from './channel-text';
import type { DocumentOutput } from './document-output';
import { DocumentScanner } from './document-scanner';
import { DocumentText, type Origin } from './document-text';

/** A place in the document that reading can go back to. */
interface Checkpoint {
  readonly index: number;
  readonly scanner: unknown;
  readonly output: unknown;
  readonly reasoningLength: number;
  readonly textLength: number;
}

/** What a channel says after reading again: its first `kept` units and `text`. */
type Replay = Record<TextPart['type'], { readonly kept: number; text: string }>;

/** UTF-16 units between checkpoints: what an edit makes us read again at most. */
const CHECKPOINT_DISTANCE = 4096;

/** UTF-16 units: far beyond any model's answer, and what one stream may make the gateway keep. */
const MAX_LENGTH = 16 * 1024 * 1024;

/**
 * UTF-16 units that all edits of one answer may copy, a few seconds of CPU time: a thousand edits of
 * an answer of one megabyte.
 */
const MAX_COPIED = 1024 * 1024 * 1024;

/**
 * The one markdown document that the upstream keeps per answer, read incrementally. Deltas append;
 * an edit truncates at its index and appends, and often re-sends what was there before. Each change
 * gives the parts that lie beyond what was given before. An edit is read again from the last
 * checkpoint, whatever the length of the document; only its texts are copied and compared as a whole,
 * and how much of that one stream may ask for is bounded.
 */
export class AnswerDocument {
  private readonly document = new DocumentText();
  private readonly scanner: DocumentScanner;
  private readonly reasoning = new ChannelText('reasoning');
  private readonly text = new ChannelText('text');
  private readonly checkpoints: Checkpoint[] = [];
  private copied = 0;

  constructor(private readonly output: DocumentOutput) {
    this.scanner = new DocumentScanner(output);
    this.addCheckpoint(0, 0);
  }

  /** The blocks of server-side tools in the document as it stands. */
  get blocks(): readonly string[] {
    return this.scanner.blocks;
  }

  append(text: string, origin: Origin): readonly StreamPart[] {
    if (this.isCheckpointDue()) this.addCheckpoint(this.reasoning.length, this.text.length);
    this.read(text, origin);
    return this.takeAppended();
  }

  edit(index: number, content: string, origin: Origin): readonly StreamPart[] {
    const start = this.document.resolveIndex(index);
    if (start === this.document.length && content.length <= CHECKPOINT_DISTANCE) {
      return content.length > 0 ? this.append(content, origin) : [];
    }
    this.copied += this.document.length;
    if (this.copied > MAX_COPIED) throw tooMuch('The upstream edits its answer too often.');
    const replayed = this.goBackTo(start);
    for (let offset = 0; offset < content.length; offset += CHECKPOINT_DISTANCE) {
      const { reasoning, text } = replayed;
      this.addCheckpoint(reasoning.kept + reasoning.text.length, text.kept + text.text.length);
      const piece = content.slice(offset, offset + CHECKPOINT_DISTANCE);
      this.read(piece, origin);
      this.collect(replayed);
    }
    return [
      ...this.reasoning.replace(replayed.reasoning.kept, replayed.reasoning.text),
      ...this.text.replace(replayed.text.kept, replayed.text.text),
    ];
  }

  end(): readonly StreamPart[] {
    this.scanner.end();
    return [...this.takeAppended(), ...this.reasoning.end(), ...this.text.end()];
  }

  private read(text: string, origin: Origin): void {
    if (this.document.length + text.length > MAX_LENGTH) {
      throw tooMuch('The upstream sent an answer that is too large.');
    }
    this.document.append(text, origin);
    this.scanner.push(text, origin);
  }

  private takeAppended(): readonly StreamPart[] {
    const taken = this.output.take();
    const [only] = taken;
    if (only !== undefined && taken.length === 1) return this.channel(only.type).append(only.text);
    return taken.flatMap((part) => this.channel(part.type).append(part.text));
  }

  private channel(type: 'text' | 'reasoning'): ChannelText {
    return type === 'text' ? this.text : this.reasoning;
  }

  private isCheckpointDue(): boolean {
    return this.document.length - (this.checkpoints.at(-1)?.index ?? 0) >= CHECKPOINT_DISTANCE;
  }

  private addCheckpoint(reasoningLength: number, textLength: number): void {
    if (this.checkpoints.at(-1)?.index === this.document.length) return;
    this.checkpoints.push({
      index: this.document.length,
      scanner: this.scanner.snapshot(),
      output: this.output.snapshot(),
      reasoningLength,
      textLength,
    });
  }

  /** Truncates the document at `start` and reads it again from the last checkpoint before that. */
  private goBackTo(start: number): Replay {
    while (this.checkpoints.length > 1 && (this.checkpoints.at(-1)?.index ?? 0) > start) {
      this.checkpoints.pop();
    }
    const checkpoint = this.checkpoints.at(-1);
    if (checkpoint === undefined) throw new Error('A document keeps its first checkpoint.');
    this.scanner.restore(checkpoint.scanner);
    this.output.restore(checkpoint.output);
    this.document.truncate(start);
    const replay: Replay = {
      reasoning: { kept: checkpoint.reasoningLength, text: '' },
      text: { kept: checkpoint.textLength, text: '' },
    };
    for (const stretch of this.document.from(checkpoint.index)) {
      this.scanner.push(stretch.text, stretch.origin);
    }
    this.collect(replay);
    return replay;
  }

  private collect(replay: Replay): void {
    for (const part of this.output.take()) replay[part.type].text += part.text;
  }
}

function tooMuch(message: string): GatewayError {
  return new GatewayError('upstream-failed', message, { code: 'upstream_invalid_response' });
}
