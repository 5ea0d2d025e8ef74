import { isJsonObject } from '../../protocol/json/safe-parse-json';
import { toCallDeltas, toCutPieces, toPieces } from './call-deltas';
import {
  type Dialect,
  type Ending,
  type JsonBody,
  type SimulatedCall,
  type SimulatedFailure,
  type SimulatorSettings,
  toArgumentText,
  toFrame,
  type Voice,
} from './dialect';
import { checkOfficialRequest } from './official-checks';

const DEFAULT_MODELS = [
  'glm-4.5',
  'glm-4.5-air',
  'glm-4.5-flash',
  'glm-4.5v',
  'glm-4.6',
  'glm-4.7',
];

/** The code that usually goes with a status. */
const CODES: ReadonlyMap<number, string> = new Map([
  [400, '1210'],
  [401, '1000'],
  [403, '1220'],
  [404, '1211'],
  [429, '1302'],
  [500, '500'],
  [503, '1305'],
]);

/** Z.ai's official API. */
export function createOfficialDialect({ models }: SimulatorSettings): Dialect {
  return {
    name: 'official',
    check: (request) => checkOfficialRequest(request, models),
    // Absent means that the model decides; the simulated one decides to think only when asked.
    thinks: ({ thinking }) => isJsonObject(thinking) && thinking['type'] === 'enabled',
    createVoice: (body) => new OfficialVoice(body),
    refusal: (failure) => ({ error: toError(failure) }),
    listModels: () => ({
      object: 'list',
      data: (models ?? DEFAULT_MODELS).map((id) => ({
        id,
        object: 'model',
        created: 1_753_632_000,
        owned_by: 'z-ai',
      })),
    }),
  };
}

/**
 * Speaks as the official API does: no `object` field, the role in every delta, a line break before
 * the answer, the usage on the chunk that ends it.
 */
class OfficialVoice implements Voice {
  private hasSpoken = false;
  private calls = 0;

  constructor(private readonly body: JsonBody) {}

  say(text: string): string {
    const content = this.hasSpoken ? text : `\n${text}`;
    this.hasSpoken = true;
    return this.frame({ content });
  }

  reason(text: string): string {
    return this.frame({ reasoning_content: text });
  }

  callTool(call: SimulatedCall): readonly string[] {
    const isStreamed = this.body['tool_stream'] === true;
    return this.callFrames(call, isStreamed ? toPieces(call) : [toArgumentText(call)]);
  }

  cutCall(call: SimulatedCall): readonly [string, string] {
    const [first = '', second = ''] = this.callFrames(call, toCutPieces(call));
    return [first, second];
  }

  conclude({ reason, usage }: Ending): string {
    const finishReason = reason ?? (this.calls > 0 ? 'tool_calls' : 'stop');
    return `${this.frame({ content: '' }, { finish_reason: finishReason }, { usage })}data: [DONE]\n\n`;
  }

  fail(failure: SimulatedFailure): string {
    return toFrame({ error: toError(failure) });
  }

  private callFrames(call: SimulatedCall, pieces: readonly string[]): readonly string[] {
    const deltas = toCallDeltas(call, this.calls, pieces);
    this.calls += 1;
    return deltas.map((delta) => this.frame({ tool_calls: [delta] }));
  }

  private frame(delta: object, choice: object = {}, chunk: object = {}): string {
    return toFrame({
      id: '20250101000000simulated',
      created: 1_753_632_000,
      model: this.body['model'],
      choices: [{ index: 0, ...choice, delta: { role: 'assistant', ...delta } }],
      ...chunk,
    });
  }
}

function toError({ status, message, code }: SimulatedFailure): object {
  return { code: code ?? CODES.get(status) ?? String(status), message };
}
