import { invalidRequest } from '../../protocol/gateway-error';
import type { Message } from '../../protocol/generation-request';
import { isJsonObject } from '../../protocol/json/safe-parse-json';
import type { Reading } from './content-block';
import { parseAssistantMessage } from './parse-assistant-message';
import { parseParts } from './parse-content-block';
import { parseUserMessage } from './parse-user-message';

/**
 * Maps the instructions and messages of a request to canonical messages. Throws a `GatewayError` whose
 * `param` is the path of the first field that does not fit, such as `messages[2].content[0]`.
 */
export function parseConversation(
  system: unknown,
  messages: readonly unknown[],
  reading: Reading,
): readonly Message[] {
  if (messages.length === 0) {
    throw invalidRequest('There must be at least one message.', 'messages');
  }
  const instructions = parseParts(system, 'system', reading);
  const callNames = new Map<string, string>();
  const conversation = messages.flatMap((message, index) => {
    const parsed = parseMessage(message, `messages[${String(index)}]`, { reading, callNames });
    for (const one of parsed) {
      if (one.role === 'assistant')
        for (const { id, name } of one.toolCalls) callNames.set(id, name);
    }
    return parsed;
  });
  return instructions.length === 0
    ? conversation
    : [{ role: 'system', content: instructions }, ...conversation];
}

function parseMessage(
  message: unknown,
  path: string,
  context: { readonly reading: Reading; readonly callNames: ReadonlyMap<string, string> },
): readonly Message[] {
  if (!isJsonObject(message)) throw invalidRequest('A message must be an object.', path);
  const { role, content } = message;
  const contentPath = `${path}.content`;
  switch (role) {
    case 'user':
      return parseUserMessage(content, contentPath, context);
    case 'assistant':
      return [parseAssistantMessage(content, contentPath, context.reading)];
    case 'system':
      return [{ role, content: parseParts(content, contentPath, context.reading) }];
    default:
      throw invalidRequest('The role must be user, assistant or system.', `${path}.role`);
  }
}
