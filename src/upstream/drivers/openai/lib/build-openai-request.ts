import { invalidRequest } from '../../../../protocol/gateway-error';
import type { GenerationRequest } from '../../../../protocol/generation-request';
import { isDeeperThan } from '../../../../protocol/json/json-depth';
import type { ModelProfile } from '../../../../protocol/model-profile';
import type { OutputFormat } from '../../../../protocol/output-format';
import type { Dialect, Range } from './dialects';
import { toWireMessages } from './to-wire-messages';

/** What to ask, of which model. */
export interface OpenAiGeneration {
  readonly request: GenerationRequest;
  readonly profile: ModelProfile;
  readonly modelId: string;
}

/** JSON is written recursively: what is deeper than this is no value of any parameter. */
const MAX_DEPTH = 256;

type Fields = Readonly<Record<string, unknown>>;

/**
 * The body of a chat completion in a dialect; always a stream. Absent fields are `undefined`. Throws a
 * `GatewayError` for a parameter that is nested too deeply to be handed on.
 */
export function buildOpenAiRequest(
  { request, profile, modelId }: OpenAiGeneration,
  dialect: Dialect,
): Fields {
  return {
    model: modelId,
    messages: toWireMessages(request.messages, dialect),
    stream: true,
    stream_options: dialect.asksForUsage ? { include_usage: true } : undefined,
    response_format: toResponseFormat(request.outputFormat),
    ...handedOn(request, dialect),
    ...toSampling(request, profile, dialect),
    ...toThinking(request, profile, dialect),
    ...toTools(request, profile, dialect),
  };
}

/** Names of the parameters that have no effect, because the server does not know them. */
export function ignoredParameters(
  { otherParameters }: GenerationRequest,
  dialect: Dialect,
): readonly string[] {
  return Object.keys(otherParameters).filter(
    (name) =>
      !dialect.parameters.has(name) &&
      !(isUser(name, dialect) && toUser(otherParameters, dialect) !== undefined),
  );
}

function handedOn({ otherParameters }: GenerationRequest, dialect: Dialect): Fields {
  const known = Object.entries(otherParameters).filter(([name]) => dialect.parameters.has(name));
  for (const [name, value] of known) {
    if (isDeeperThan(value, MAX_DEPTH)) {
      throw invalidRequest('The parameter is nested too deeply.', name);
    }
  }
  return { [dialect.user.name]: toUser(otherParameters, dialect), ...Object.fromEntries(known) };
}

function isUser(name: string, { user }: Dialect): boolean {
  return name === 'user' || name === user.name;
}

/** The id of the end user, under OpenAI's name for it or the server's own. */
function toUser(parameters: Fields, { user: { name, length } }: Dialect): string | undefined {
  const user = parameters[name] ?? parameters['user'];
  const isFit = typeof user === 'string' && clamp(user.length, length) === user.length;
  return isFit ? user : undefined;
}

function toSampling(
  { sampling, stopSequences }: GenerationRequest,
  { maxOutputTokens }: ModelProfile,
  dialect: Dialect,
): Fields {
  const { temperature, topP, maxOutputTokens: limit } = sampling;
  const isGreedy = dialect.samplesByFlag && temperature === 0;
  const stop = stopSequences.slice(0, dialect.maxStopSequences);
  return {
    top_p: topP === undefined ? undefined : clamp(topP, dialect.topP),
    max_tokens:
      limit !== undefined && dialect.refusesLargeLimits ? Math.min(limit, maxOutputTokens) : limit,
    stop: stop.length > 0 ? stop : undefined,
    ...(isGreedy
      ? { do_sample: false }
      : { temperature: temperature && clamp(temperature, dialect.temperature) }),
  };
}

function toThinking(
  { thinking, reasoningEffort, preservesReasoning }: GenerationRequest,
  { capabilities, features, thinksByDefault }: ModelProfile,
  dialect: Dialect,
): Fields {
  // A switch that the model does not know makes some servers answer with nothing.
  if (!capabilities.thinking) return {};
  const isOn = thinking ?? thinksByDefault;
  const knowsEffort = features.reasoningEffort || dialect.thinking === 'none';
  const effort = { reasoning_effort: knowsEffort ? reasoningEffort : undefined };
  if (isOn === undefined && preservesReasoning === undefined) return effort;
  const clear = {
    clear_thinking: preservesReasoning === undefined ? undefined : !preservesReasoning,
  };
  switch (dialect.thinking) {
    case 'parameter':
      return { thinking: { type: isOn === false ? 'disabled' : 'enabled', ...clear }, ...effort };
    case 'template':
      return { chat_template_kwargs: { enable_thinking: isOn, ...clear }, ...effort };
    case 'none':
      return effort;
  }
}

function toTools(
  { tools, toolChoice, allowsParallelCalls }: GenerationRequest,
  { features, searches }: ModelProfile,
  dialect: Dialect,
): Fields {
  const functions = tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));
  const engine = searches ? dialect.searchEngine : undefined;
  const search =
    engine === undefined
      ? []
      : [
          {
            type: 'web_search',
            web_search: { enable: true, search_engine: engine, search_result: true },
          },
        ];
  const offered = [...functions, ...search];
  if (offered.length === 0) return {};
  const choice =
    toolChoice.type === 'function'
      ? { type: 'function', function: { name: toolChoice.name } }
      : toolChoice.type;
  return {
    tools: offered,
    tool_choice: dialect.toolChoice && functions.length > 0 ? choice : undefined,
    tool_stream: (functions.length > 0 && features.toolStream && dialect.toolStream) || undefined,
    parallel_tool_calls: dialect.parallelToolCalls && !allowsParallelCalls ? false : undefined,
  };
}

function toResponseFormat(format: OutputFormat): Fields | undefined {
  switch (format.type) {
    case 'text':
      return undefined;
    case 'json-object':
      return { type: 'json_object' };
    case 'json-schema': {
      const { name, description, schema, strict } = format;
      return { type: 'json_schema', json_schema: { name, description, schema, strict } };
    }
  }
}

function clamp(value: number, { min, max }: Range): number {
  return Math.min(Math.max(value, min), max);
}
