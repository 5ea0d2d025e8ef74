import { invalidRequest } from '../../protocol/gateway-error';
import type { ContentPart, Message, ToolCall } from '../../protocol/generation-request';
import { isDeeperThan } from '../../protocol/json/json-depth';
import { asString, isJsonObject } from '../../protocol/json/safe-parse-json';
import { parseContent } from './parse-content';

const MAX_ARGUMENT_DEPTH = 256;

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Maps the messages of a request to canonical ones. Throws a `GatewayError` whose `param` is the
 * path of the first field that does not fit, such as `messages[2].content`.
 */
export function parseMessages(messages: readonly unknown[]): readonly Message[] {
  if (messages.length === 0)
    throw invalidRequest('There must be at least one message.', 'messages');
  return messages.map((message, index) => parseMessage(message, `messages[${String(index)}]`));
}

function parseMessage(message: unknown, path: string): Message {
  if (!isJsonObject(message)) throw invalidRequest('A message must be an object.', path);
  const content = parseContent(message['content'], `${path}.content`);
  switch (message['role']) {
    case 'system':
    case 'developer':
      return { role: 'system', content };
    case 'user':
      return { role: 'user', content };
    case 'assistant':
      return toAssistantMessage(message, content, path);
    case 'tool':
    case 'function':
      return {
        role: 'tool',
        content,
        toolCallId: optionalString(message, 'tool_call_id', path),
        name: optionalString(message, 'name', path),
      };
    default:
      throw invalidRequest(
        'The role must be one of system, developer, user, assistant, tool, function.',
        `${path}.role`,
      );
  }
}

function toAssistantMessage(
  message: JsonObject,
  content: readonly ContentPart[],
  path: string,
): Message {
  const refusal = asString(message['refusal']);
  return {
    role: 'assistant',
    content: refusal === undefined ? content : [...content, { type: 'text', text: refusal }],
    reasoning: optionalString(message, 'reasoning_content', path),
    toolCalls: parseToolCalls(message, path),
  };
}

function parseToolCalls(message: JsonObject, path: string): readonly ToolCall[] {
  const calls = message['tool_calls'] ?? [];
  if (!Array.isArray(calls)) {
    throw invalidRequest('tool_calls must be an array.', `${path}.tool_calls`);
  }
  const legacy = isJsonObject(message['function_call'])
    ? [toToolCall('', message['function_call'], `${path}.function_call`)]
    : [];
  return [
    ...calls.map((call: unknown, index) =>
      parseToolCall(call, `${path}.tool_calls[${String(index)}]`),
    ),
    ...legacy,
  ];
}

function parseToolCall(call: unknown, path: string): ToolCall {
  if (!isJsonObject(call)) throw invalidRequest('A tool call must be an object.', path);
  return toToolCall(asString(call['id']) ?? '', call['function'], `${path}.function`);
}

/** Maps a named call; `path` is that of its object. */
export function toToolCall(id: string, called: unknown, path: string): ToolCall {
  const name = isJsonObject(called) ? called['name'] : undefined;
  if (!isJsonObject(called) || typeof name !== 'string') {
    throw invalidRequest('A tool call must name its function.', `${path}.name`);
  }
  const given = called['arguments'] ?? '';
  if (isDeeperThan(given, MAX_ARGUMENT_DEPTH)) {
    throw invalidRequest('The arguments are nested too deeply.', `${path}.arguments`);
  }
  // Some clients send the object itself where OpenAI wants its JSON text.
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  return { id, name, arguments: text };
}

function optionalString(message: JsonObject, name: string, path: string): string | undefined {
  const value = message[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw invalidRequest(`${name} must be a string.`, `${path}.${name}`);
}
