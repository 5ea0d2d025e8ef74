import type { RewritePart, StreamPart } from '../../../../../protocol/stream-part';

/**
 * What a channel says now and what was already sent of it. The upstream may re-send a channel with
 * an edit: only what lies beyond the text already sent goes out. When an edit really changes sent
 * text, a `rewrite` part tells the fold, while the stream keeps what it sent.
 */
export class ChannelText {
  private value = '';
  /** `synced`: all of `value` was sent; `behind`: more of the same was sent; else they differ. */
  private state: 'synced' | 'behind' | 'diverged' = 'synced';
  /** What was sent, while that is not `value`. */
  private sent = '';

  constructor(private readonly channel: RewritePart['channel']) {}

  /** Length of what the channel says now, in UTF-16 units. */
  get length(): number {
    return this.value.length;
  }

  append(text: string): readonly StreamPart[] {
    const position = this.value.length;
    this.value += text;
    if (this.state === 'behind') return this.appendBehind(text, position);
    if (this.state === 'diverged') this.sent += text;
    return [{ type: this.channel, text }];
  }

  /** Replaces everything after the first `kept` units by `text`. */
  replace(kept: number, text: string): readonly StreamPart[] {
    const sent = this.state === 'synced' ? this.value : this.sent;
    const hadDiverged = this.state === 'diverged';
    this.value = this.value.slice(0, kept) + text;
    if (this.value.startsWith(sent)) {
      this.state = 'synced';
      const added = this.delta(this.value.slice(sent.length));
      return hadDiverged ? [...added, this.rewrite()] : added;
    }
    this.sent = sent;
    this.state = sent.startsWith(this.value) ? 'behind' : 'diverged';
    if (this.state === 'diverged') return [this.rewrite()];
    // While the channel is behind, the fold holds what was sent: what comes may be the same again.
    return hadDiverged ? [this.rewrite(sent)] : [];
  }

  /** Ends the channel; tells the fold when the channel says less than was sent. */
  end(): readonly StreamPart[] {
    return this.state === 'behind' ? [this.rewrite()] : [];
  }

  private appendBehind(text: string, position: number): readonly StreamPart[] {
    const missing = this.sent.length - position;
    if (text.length < missing && this.sent.startsWith(text, position)) return [];
    if (text.startsWith(this.sent.slice(position, position + text.length))) {
      this.state = 'synced';
      return this.delta(text.slice(missing));
    }
    this.state = 'diverged';
    return [this.rewrite()];
  }

  private delta(text: string): readonly StreamPart[] {
    return text.length > 0 ? [{ type: this.channel, text }] : [];
  }

  private rewrite(text = this.value): StreamPart {
    return { type: 'rewrite', channel: this.channel, text };
  }
}
