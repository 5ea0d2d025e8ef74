import { otherParameters } from '../../answer/lib/other-parameters';
import { parseOutputFormat } from '../../common/openai-dialect/parse-output-format';
import { thinksWithEffort } from '../../common/openai-dialect/thinks-with-effort';
import { invalidRequest } from '../../protocol/gateway-error';
import type { GenerationRequest, Message, ThinkingMode } from '../../protocol/generation-request';
import { isDeeperThan } from '../../protocol/json/json-depth';
import type { CreateResponseDto } from '../dto/create-response.dto';
import { HONOURED, HONOURED_WITH_TOOLS } from './ignored-options';
import { parseToolOptions } from './parse-tool-options';

const MAX_DEPTH = 64;

/** What the front knows beyond the body. */
export interface ResponseRequestOptions {
  /** Name to use when the request names no model. */
  readonly defaultModel: string;
  readonly thinkingMode: ThinkingMode | undefined;
  /** False ignores all tools. */
  readonly supportsTools: boolean;
}

/** What a request says beside its conversation, in canonical terms. */
export type ResponseParameters = Omit<GenerationRequest, 'messages'>;

/**
 * Maps everything but the conversation of OpenAI's request to the canonical one. Throws a `GatewayError`
 * that names the field which is wrong.
 */
export function toParameters(
  body: CreateResponseDto,
  { defaultModel, thinkingMode, supportsTools }: ResponseRequestOptions,
): ResponseParameters {
  checkDepth(body);
  const effort = parseReasoningOption(body, 'effort');
  parseReasoningOption(body, 'summary');
  return {
    model: body.model ?? defaultModel,
    sampling: {
      temperature: body.temperature,
      topP: body.top_p,
      maxOutputTokens: body.max_output_tokens,
    },
    stopSequences: [],
    ...parseToolOptions(body, supportsTools),
    outputFormat: parseOutputFormat(body.text?.format, 'text.format', { isFlat: true }),
    otherParameters: otherParameters(body, supportsTools ? HONOURED_WITH_TOOLS : HONOURED),
    thinking: effort === undefined ? undefined : thinksWithEffort(effort),
    reasoningEffort: effort,
    thinkingMode,
  };
}

/** The conversation of a request: its instructions come before all that was said. */
export function withInstructions(
  instructions: string | undefined,
  messages: readonly Message[],
): readonly Message[] {
  if (instructions === undefined || instructions.length === 0) return messages;
  return [{ role: 'system', content: [{ type: 'text', text: instructions }] }, ...messages];
}

function parseReasoningOption(
  { reasoning }: CreateResponseDto,
  name: 'effort' | 'summary',
): string | undefined {
  const value: unknown = reasoning?.[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw invalidRequest(`${name} must be a string.`, `reasoning.${name}`);
}

/** Responses repeat some fields of their requests as they came, in JSON, which is written recursively. */
function checkDepth(body: CreateResponseDto): void {
  for (const name of ['metadata', 'tool_choice'] as const) {
    if (isDeeperThan(body[name], MAX_DEPTH)) {
      throw invalidRequest(`${name} is nested too deeply.`, name);
    }
  }
}
