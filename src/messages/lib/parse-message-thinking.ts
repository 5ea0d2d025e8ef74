import { invalidRequest } from '../../protocol/gateway-error';
import type { GenerationRequest } from '../../protocol/generation-request';
import { asString, isJsonObject } from '../../protocol/json/safe-parse-json';
import type { MessageParametersDto } from '../dto/message-request.dto';

type ThinkingParameters = Pick<
  GenerationRequest,
  'thinking' | 'thinkingDefault' | 'reasoningEffort' | 'preservesReasoning'
>;

/** Anthropic's efforts in OpenAI's words, which upstreams know. */
const EFFORTS: Readonly<Record<string, string>> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'xhigh',
  max: 'xhigh',
};

/** Edits of earlier turns that Anthropic's servers make, as far as GLM has something alike. */
const CLEAR_THINKING = /^clear_thinking_\d+$/;

/**
 * Maps what a request says of thinking. Without `thinking` there is none, as at Anthropic, unless the
 * model was made to think by whoever configured it: clients that did not ask read the first block as
 * the answer. What has no effect is added to `ignored`.
 */
export function parseMessageThinking(
  body: MessageParametersDto,
  ignored: string[],
): ThinkingParameters {
  const { thinking } = body;
  const effort = parseEffort(body, ignored);
  const isOn = switchOf(thinking?.type);
  if (thinking?.budget_tokens !== undefined) ignored.push('thinking.budget_tokens');
  return {
    thinking: isOn,
    thinkingDefault: thinking === undefined ? false : undefined,
    reasoningEffort: thinking === undefined || isOn === false ? undefined : effort,
    preservesReasoning: parsePreservation(body, ignored),
  };
}

/** Whether the text of the reasoning is to stay out of the answer. */
export function omitsThinking({ thinking }: MessageParametersDto): boolean {
  return thinking?.display === 'omitted';
}

/** Any other type than these two leaves the decision to the model. */
function switchOf(type: unknown): boolean | undefined {
  return type === 'enabled' ? true : type === 'disabled' ? false : undefined;
}

function parseEffort(
  { output_config: config = {} }: MessageParametersDto,
  ignored: string[],
): string | undefined {
  for (const [name, value] of Object.entries(config)) {
    if (value !== null && name !== 'effort' && name !== 'format') {
      ignored.push(`output_config.${name}`);
    }
  }
  const effort: unknown = config.effort ?? undefined;
  if (effort === undefined) return undefined;
  if (typeof effort !== 'string') {
    throw invalidRequest('effort must be a string.', 'output_config.effort');
  }
  const known = Object.hasOwn(EFFORTS, effort) ? EFFORTS[effort] : undefined;
  if (known === undefined) ignored.push('output_config.effort');
  return known;
}

/** GLM either keeps the reasoning of all earlier turns or forgets it, but for the current turn's. */
function parsePreservation(
  { context_management: management }: MessageParametersDto,
  ignored: string[],
): boolean | undefined {
  if (management === undefined) return undefined;
  const edits = Array.isArray(management.edits) ? (management.edits as readonly unknown[]) : [];
  const keeps = edits.map((edit) =>
    isJsonObject(edit) && CLEAR_THINKING.test(asString(edit['type']) ?? '')
      ? edit['keep']
      : undefined,
  );
  const keepsAll = keeps.includes('all');
  if (edits.length === 0 || keeps.some((keep) => keep !== 'all')) {
    ignored.push('context_management');
  }
  return keepsAll ? true : undefined;
}
