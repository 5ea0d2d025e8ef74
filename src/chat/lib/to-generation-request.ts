import { otherParameters } from '../../answer/lib/other-parameters';
import { type HeaderValue, parseThinkingMode } from '../../answer/lib/parse-thinking-mode';
import { parseStopSequences } from '../../common/definitions/parse-stop-sequences';
import { parseMessages } from '../../common/openai-dialect/parse-messages';
import { parseOutputFormat } from '../../common/openai-dialect/parse-output-format';
import { thinksWithEffort } from '../../common/openai-dialect/thinks-with-effort';
import { parseToolParameters } from '../../common/openai-dialect/parse-tools';
import { invalidRequest } from '../../protocol/gateway-error';
import type { GenerationRequest } from '../../protocol/generation-request';
import type { ChatCompletionRequestDto } from '../dto/chat-completion-request.dto';
import { honouredParameters } from './honoured-parameters';

/** What the front knows beyond the body. */
export interface ChatRequestOptions {
  /** Name to use when the request names no model. */
  readonly defaultModel: string;
  /** Value of the header `x-thinking-processing`. */
  readonly thinkingHeader: HeaderValue;
  /** False ignores all tools. */
  readonly supportsTools: boolean;
}

/**
 * Maps OpenAI's request to the canonical one. Throws a `GatewayError` that names the field which is
 * wrong or asks for an answer of a shape that the gateway cannot give.
 */
export function toGenerationRequest(
  body: ChatCompletionRequestDto,
  { defaultModel, thinkingHeader, supportsTools }: ChatRequestOptions,
): GenerationRequest {
  refuseOtherShapes(body as unknown as Readonly<Record<string, unknown>>);
  const tools = parseToolParameters(body, supportsTools);
  return {
    model: body.model ?? defaultModel,
    messages: parseMessages(body.messages),
    sampling: {
      temperature: body.temperature,
      topP: body.top_p,
      maxOutputTokens: body.max_completion_tokens ?? body.max_tokens,
    },
    stopSequences: parseStop(body.stop),
    ...tools,
    outputFormat: parseOutputFormat(body.response_format, 'response_format'),
    otherParameters: otherParameters(body, honouredParameters(supportsTools)),
    thinking: parseThinking(body),
    reasoningEffort: body.reasoning_effort,
    preservesReasoning: parsePreservation(body),
    thinkingMode: parseThinkingMode(thinkingHeader),
  };
}

/** Parameters that would change the answer's shape: ignoring them would give a wrong answer. */
function refuseOtherShapes(body: Readonly<Record<string, unknown>>): void {
  const refuse = (param: string, what: string): never => {
    throw invalidRequest(`${what} is not supported.`, param, 'unsupported_parameter');
  };
  if (typeof body['n'] === 'number' && body['n'] !== 1) refuse('n', 'More than one choice');
  if (body['logprobs'] === true) refuse('logprobs', 'Reporting log probabilities');
  if ((body['top_logprobs'] ?? 0) !== 0) refuse('top_logprobs', 'Reporting log probabilities');
  if (body['audio'] !== undefined) refuse('audio', 'Audio output');
  const { modalities } = body;
  if (Array.isArray(modalities) && modalities.some((modality) => modality !== 'text')) {
    refuse('modalities', 'Output other than text');
  }
}

function parseStop(stop: unknown): readonly string[] {
  return parseStopSequences(typeof stop === 'string' ? [stop] : (stop ?? []), {
    param: 'stop',
    form: 'a string or an array',
    pathOf: () => 'stop',
  });
}

function parseThinking(body: ChatCompletionRequestDto): boolean | undefined {
  const { thinking, enable_thinking: enabled, reasoning_effort: effort } = body;
  if (thinking !== undefined) {
    const type: unknown = thinking.type;
    // `adaptive` and `auto` leave the decision to the model.
    return type === 'enabled' ? true : type === 'disabled' ? false : undefined;
  }
  if (enabled !== undefined) return enabled;
  const inTemplate = body.chat_template_kwargs?.enable_thinking;
  if (typeof inTemplate === 'boolean') return inTemplate;
  return effort === undefined ? undefined : thinksWithEffort(effort);
}

/** GLM forgets the reasoning of earlier turns unless told otherwise. */
function parsePreservation({
  thinking,
  chat_template_kwargs: template,
}: ChatCompletionRequestDto): boolean | undefined {
  const clears: unknown = thinking?.clear_thinking ?? template?.clear_thinking;
  return typeof clears === 'boolean' ? !clears : undefined;
}
