import { isJsonObject } from '../../protocol/json/safe-parse-json';
import { toCallDeltas, toCutPieces, toPieces } from './call-deltas';
import {
  type Dialect,
  type Ending,
  type JsonBody,
  type SimulatedCall,
  type SimulatedFailure,
  type SimulatedRequest,
  type SimulatorSettings,
  toFrame,
  type Voice,
} from './dialect';
import { rolesOf } from './request-messages';

const CREATED = 1_753_632_000;

/** A vLLM server. */
export function createVllmDialect(settings: SimulatorSettings): Dialect {
  const { models, isOldVllm = false } = settings;
  return {
    name: 'vllm',
    check: (request) => check(request, models),
    thinks: ({ chat_template_kwargs: template }) =>
      !isJsonObject(template) || template['enable_thinking'] !== false,
    createVoice: (body) => new VllmVoice(body, isOldVllm),
    refusal: (failure) => {
      const error = toError(failure);
      return isOldVllm ? { object: 'error', ...error } : { error };
    },
    listModels: () => ({
      object: 'list',
      data: (models ?? ['GLM-4.5']).map((id) => ({
        id,
        object: 'model',
        created: CREATED,
        owned_by: 'vllm',
        root: id,
        parent: null,
        max_model_len: 131_072,
        permission: [],
      })),
    }),
  };
}

function check(
  { body }: SimulatedRequest,
  models: readonly string[] | undefined,
): SimulatedFailure | undefined {
  const model = String(body['model']);
  if (models?.includes(model) === false) {
    return { status: 404, message: `The model \`${model}\` does not exist.` };
  }
  return rolesOf(body).includes('developer')
    ? { status: 400, message: 'Unexpected message role.' }
    : undefined;
}

/** Speaks as vLLM does: a first chunk with the role, fields of its own, usage only when asked for. */
class VllmVoice implements Voice {
  private hasBegun = false;
  private calls = 0;

  constructor(
    private readonly body: JsonBody,
    private readonly isOld: boolean,
  ) {}

  say(text: string): string {
    return this.frame({ content: text });
  }

  reason(text: string): string {
    return this.frame(this.isOld ? { reasoning_content: text } : { reasoning: text });
  }

  callTool(call: SimulatedCall): readonly string[] {
    return this.callFrames(call, toPieces(call));
  }

  cutCall(call: SimulatedCall): readonly [string, string] {
    const [first = '', second = ''] = this.callFrames(call, toCutPieces(call));
    return [first, second];
  }

  conclude({ reason, usage }: Ending): string {
    const finishReason = reason ?? (this.calls > 0 ? 'tool_calls' : 'stop');
    const { stream_options: options } = this.body;
    const isAsked = isJsonObject(options) && options['include_usage'] === true;
    const end = this.frame({ content: '' }, { finish_reason: finishReason, stop_reason: null });
    const count = isAsked ? this.encode({ choices: [], usage }) : '';
    return `${end}${count}data: [DONE]\n\n`;
  }

  fail(failure: SimulatedFailure): string {
    // vLLM says that the stream is done even when it failed.
    return `${toFrame({ error: toError(failure) })}data: [DONE]\n\n`;
  }

  private callFrames(call: SimulatedCall, pieces: readonly string[]): readonly string[] {
    const deltas = toCallDeltas(call, this.calls, pieces);
    this.calls += 1;
    return deltas.map((delta) => this.frame({ tool_calls: [delta] }));
  }

  private frame(delta: object, choice: object = {}): string {
    const opening = this.hasBegun ? '' : this.open();
    return opening + this.encode({ choices: [toChoice(delta, choice)] });
  }

  private open(): string {
    this.hasBegun = true;
    const choices = [toChoice({ role: 'assistant', content: '' }, {})];
    return this.encode({ choices, prompt_token_ids: null });
  }

  private encode(chunk: object): string {
    return toFrame({
      id: 'chatcmpl-simulated',
      object: 'chat.completion.chunk',
      created: CREATED,
      model: this.body['model'],
      ...chunk,
    });
  }
}

function toChoice(delta: object, fields: object): object {
  return { index: 0, delta, logprobs: null, finish_reason: null, token_ids: null, ...fields };
}

function toError({ status, message }: SimulatedFailure): object {
  const type = status === 404 ? 'NotFoundError' : status < 500 ? 'BadRequestError' : 'ServerError';
  return { message, type, param: null, code: status };
}
