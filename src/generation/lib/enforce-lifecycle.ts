import { GatewayError } from '../../protocol/gateway-error';
import type { FinishPart, StreamPart, TokenUsage } from '../../protocol/stream-part';
import type { Transform } from '../../protocol/transform';

/**
 * Makes every generation end in exactly one way, whatever the driver did: usage and one finish, or
 * one error, and nothing after that. The last usage wins; when there was none, `estimate` gives one.
 * An end without finish is an error, and so is a finish with nothing said: never a silent success.
 *
 * Holds back usage until the finish.
 */
export class LifecycleTransform implements Transform<StreamPart, StreamPart> {
  private usage: TokenUsage | undefined;
  private outputBytes = 0;
  private hasOutput = false;
  private isOver = false;

  constructor(private readonly estimate: (outputBytes: number) => TokenUsage) {}

  push(part: StreamPart): readonly StreamPart[] {
    if (this.isOver) return [];
    switch (part.type) {
      case 'usage':
        this.usage = part.usage;
        return [];
      case 'finish':
        return this.finish(part);
      case 'error':
        this.isOver = true;
        return [part];
      case 'text':
      case 'reasoning':
        this.hasOutput = true;
        this.outputBytes += Buffer.byteLength(part.text);
        return [part];
      case 'rewrite':
        if (part.text.length > 0) this.hasOutput = true;
        return [part];
      case 'tool-input-start':
        this.hasOutput = true;
        return [part];
      case 'tool-input-delta':
        this.outputBytes += Buffer.byteLength(part.delta);
        return [part];
      default:
        return [part];
    }
  }

  flush(): readonly StreamPart[] {
    if (this.isOver) return [];
    return this.fail(
      'The upstream ended the answer before it was complete.',
      'upstream_incomplete',
    );
  }

  private finish(part: FinishPart): readonly StreamPart[] {
    const mayBeEmpty = part.reason !== 'stop' || part.stopSequence !== undefined;
    if (!this.hasOutput && !mayBeEmpty) {
      return this.fail('The upstream gave an empty answer.', 'upstream_empty_answer');
    }
    this.isOver = true;
    const usage = this.usage ?? this.estimate(this.outputBytes);
    return [{ type: 'usage', usage }, part];
  }

  private fail(message: string, code: string): readonly StreamPart[] {
    this.isOver = true;
    return [{ type: 'error', error: new GatewayError('upstream-failed', message, { code }) }];
  }
}
