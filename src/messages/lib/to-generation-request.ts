import { otherParameters } from '../../answer/lib/other-parameters';
import { type HeaderValue, parseThinkingMode } from '../../answer/lib/parse-thinking-mode';
import { THREAD_UNSUPPORTED } from '../../common/filters/to-anthropic-error';
import { checkSchema } from '../../common/definitions/check-schema';
import { parseStopSequences } from '../../common/definitions/parse-stop-sequences';
import { invalidRequest } from '../../protocol/gateway-error';
import type { GenerationRequest } from '../../protocol/generation-request';
import { isJsonObject } from '../../protocol/json/safe-parse-json';
import type { OutputFormat } from '../../protocol/output-format';
import type { MessageParametersDto, MessageRequestDto } from '../dto/message-request.dto';
import { parseConversation } from './parse-conversation';
import { parseMessageTools } from './parse-message-tools';
import { parseMessageThinking } from './parse-message-thinking';
import type { ReasoningMarks } from './reasoning-marks';

/** What the front knows beyond the body. */
export interface MessageRequestOptions {
  /** Name to use when the request names no model. */
  readonly defaultModel: string;
  /** False ignores all tools. */
  readonly supportsTools: boolean;
  /** Value of the header `x-thinking-processing`. */
  readonly thinkingHeader?: HeaderValue;
  readonly marks: ReasoningMarks;
}

/** A request that was read. */
export interface ReadRequest {
  readonly request: GenerationRequest;
  /** Names and paths of what has no effect. */
  readonly ignored: readonly string[];
}

/** Parameters that the gateway honours, answers with an error, or fulfils by doing nothing. */
const HONOURED: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'system',
  'stream',
  'max_tokens',
  'stop_sequences',
  'temperature',
  'top_p',
  'top_k',
  'thinking',
  'output_config',
  'output_format',
  'context_management',
  'thread',
  'compaction',
  // Upstreams cache what they can without being asked.
  'cache_control',
]);

const HONOURED_WITH_TOOLS: ReadonlySet<string> = new Set([...HONOURED, 'tools', 'tool_choice']);

/**
 * Maps a request of the Messages API to the canonical one. Throws a `GatewayError` that names the
 * field which is wrong or asks for what a gateway without memory cannot give.
 */
export function toGenerationRequest(
  body: MessageParametersDto & Partial<Pick<MessageRequestDto, 'max_tokens'>>,
  { defaultModel, supportsTools, thinkingHeader, marks }: MessageRequestOptions,
): ReadRequest {
  refuseOtherShapes(body as unknown as Readonly<Record<string, unknown>>);
  const ignored = Object.keys(
    otherParameters(body, supportsTools ? HONOURED_WITH_TOOLS : HONOURED),
  );
  const reading = { marks, ignored };
  const tools = supportsTools
    ? parseMessageTools(body.tools, body.tool_choice, ignored)
    : ({ tools: [], toolChoice: { type: 'none' }, allowsParallelCalls: true } as const);
  const request: GenerationRequest = {
    model: body.model ?? defaultModel,
    messages: parseConversation(body.system, body.messages, reading),
    sampling: {
      temperature: body.temperature,
      topP: body.top_p,
      maxOutputTokens: body.max_tokens,
    },
    stopSequences: parseStop(body.stop_sequences),
    ...tools,
    outputFormat: parseFormat(body),
    otherParameters: body.top_k === undefined ? {} : { top_k: body.top_k },
    ...parseMessageThinking(body, ignored),
    thinkingMode: parseThinkingMode(thinkingHeader),
    thinkingField: 'reasoning_content',
  };
  return { request, ignored };
}

/** Parameters without which the answer would be about something else. */
function refuseOtherShapes({ thread, compaction }: Readonly<Record<string, unknown>>): void {
  if (thread !== undefined) {
    throw invalidRequest(
      'Threads are not supported: send the whole conversation with each request.',
      'thread',
      THREAD_UNSUPPORTED,
    );
  }
  if (compaction !== undefined) {
    throw invalidRequest(
      'Compaction is not supported: ask for a summary instead.',
      'compaction',
      'unsupported_parameter',
    );
  }
}

function parseStop(sequences: unknown): readonly string[] {
  if (sequences === undefined) return [];
  return parseStopSequences(sequences, {
    param: 'stop_sequences',
    form: 'an array',
    pathOf: (index) => `stop_sequences[${String(index)}]`,
  });
}

/** The format, at its present place or at that of the beta. */
function parseFormat({
  output_config: config,
  output_format: beta,
}: MessageParametersDto): OutputFormat {
  const present: unknown = config?.format ?? undefined;
  const path = present === undefined ? 'output_format' : 'output_config.format';
  const format: unknown = present ?? beta;
  if (format === undefined) return { type: 'text' };
  if (!isJsonObject(format) || format['type'] !== 'json_schema') {
    throw invalidRequest('The format must be an object of type json_schema.', path);
  }
  const schema = checkSchema(format['schema'], `${path}.schema`);
  return { type: 'json-schema', name: 'response', schema, strict: true };
}
