import { isJsonObject } from '../../protocol/json/safe-parse-json';
import { toWords } from '../count-words';
import {
  type Dialect,
  type Ending,
  type SimulatedCall,
  type SimulatedFailure,
  toFrame,
  type Voice,
} from './dialect';
import { renderCallText } from './render-call-text';

const TAG_HEAD = '<details type="reasoning" done="';
const TAG_TAIL = ' view="" last_tool_call_name="">\n';

/** The protocol of chat.z.ai. */
export const webDialect: Dialect = {
  name: 'web',
  check: () => undefined,
  thinks: ({ features }) => isJsonObject(features) && features['enable_thinking'] === true,
  createVoice: () => new WebVoice(),
  refusal: ({ message }) => ({ detail: message }),
  listModels: () => ({ data: [] }),
};

/** One event of the web protocol. */
export function toWebFrame(data: unknown): string {
  return toFrame({ type: 'chat:completion', data });
}

/**
 * Speaks as chat.z.ai does: reasoning as quoted markdown inside `<details>`, one edit at the phase
 * switch that sends all of it again together with the answer's first words, then deltas. The model
 * behind it has no tools of its own: it writes calls as the prompt taught it.
 */
class WebVoice implements Voice {
  private thought = '';
  private isThinking = false;
  private hasSpoken = false;

  reason(text: string): string {
    const quoted = text.replaceAll('\n', '\n> ');
    const opening = `${TAG_HEAD}false"${TAG_TAIL}<summary>Thinking…</summary>\n> `;
    const delta = this.isThinking ? quoted : opening + quoted;
    this.isThinking = true;
    this.thought += quoted;
    return toWebFrame({ phase: 'thinking', delta_content: delta });
  }

  say(text: string): string {
    this.hasSpoken = true;
    if (this.isThinking) return this.switchPhase(text);
    return toWebFrame({ phase: 'answer', delta_content: text });
  }

  callTool(call: SimulatedCall): readonly string[] {
    return toWords(this.separation + renderCallText(call).join('')).map((word) => this.say(word));
  }

  cutCall(call: SimulatedCall): readonly [string, string] {
    const [text, end] = renderCallText(call);
    const [first, second] = [text.slice(0, -2), text.slice(-2) + end];
    return [this.say(this.separation + first), this.say(second)];
  }

  conclude({ usage }: Ending): string {
    const rest = this.isThinking ? this.switchPhase('') : '';
    const done = toWebFrame({ phase: 'done', done: true });
    return rest + toWebFrame({ phase: 'other', usage }) + done;
  }

  fail({ status, message, code }: SimulatedFailure): string {
    const error = { detail: message, code: code ?? status };
    return toWebFrame({ error, data: { error, done: true }, done: true });
  }

  private get separation(): string {
    return this.hasSpoken ? '\n' : '';
  }

  private switchPhase(first: string): string {
    this.isThinking = false;
    return toWebFrame({
      phase: 'answer',
      edit_index: TAG_HEAD.length,
      edit_content: `true" duration="1"${TAG_TAIL}<summary>Thought for 1 seconds</summary>\n> ${this.thought}\n</details>\n${first}`,
    });
  }
}
