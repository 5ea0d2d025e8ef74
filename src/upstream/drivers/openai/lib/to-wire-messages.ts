import type {
  AssistantMessage,
  ContentPart,
  Message,
  ToolCall,
  ToolResultMessage,
} from '../../../../protocol/generation-request';
import { isJsonObject, safeParseJson } from '../../../../protocol/json/safe-parse-json';

type WireMessage = Readonly<Record<string, unknown>>;

/**
 * The messages as OpenAI-style servers take them: text as a string, parts only where there are
 * images, an id on every call and every result. A message that says nothing is left out: servers
 * refuse it, and it means nothing.
 */
export function toWireMessages(
  messages: readonly Message[],
  { needsUserMessage }: { readonly needsUserMessage: boolean },
): readonly WireMessage[] {
  const ids = new CallIds();
  const wire = messages.flatMap((message) => toWireMessage(message, ids));
  const hasUser = wire.some((message) => message['role'] === 'user');
  if (hasUser || !needsUserMessage) return wire;
  // Instructions alone are a request to OpenAI, but not to Z.ai: the last one asks.
  const last = wire.findLastIndex((message) => message['role'] === 'system');
  const asking = wire[last];
  return asking === undefined
    ? [...wire, { role: 'user', content: ' ' }]
    : wire.with(last, { ...asking, role: 'user' });
}

function toWireMessage(message: Message, ids: CallIds): readonly WireMessage[] {
  const { role } = message;
  const content = toContent(message.content);
  if (role === 'assistant') return toAssistant(message, ids);
  if (role === 'tool') {
    return [{ role, tool_call_id: ids.answered(message), content }];
  }
  return content.length === 0 ? [] : [{ role, content }];
}

function toAssistant(message: AssistantMessage, ids: CallIds): readonly WireMessage[] {
  const { reasoning, toolCalls } = message;
  const content = toContent(message.content);
  if (content.length === 0 && toolCalls.length === 0) return [];
  return [
    {
      role: 'assistant',
      content: content.length === 0 ? null : content,
      // Models that think between calls need what they thought: Z.ai refuses calls without it.
      ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
      ...(toolCalls.length === 0
        ? {}
        : { tool_calls: toolCalls.map((call) => toWireCall(call, ids)) }),
    },
  ];
}

function toWireCall(call: ToolCall, ids: CallIds): WireMessage {
  const { name } = call;
  return {
    id: ids.called(call),
    type: 'function',
    function: { name, arguments: toObjectText(call.arguments) },
  };
}

/**
 * Chat templates read the arguments and fail on anything but an object. A call that was cut in an
 * earlier turn must not make every later turn fail: its text goes along as one argument.
 */
function toObjectText(json: string): string {
  if (json.trim().length === 0) return '{}';
  return isJsonObject(safeParseJson(json)) ? json : JSON.stringify({ arguments: json });
}

function toContent(parts: readonly ContentPart[]): string | readonly WireMessage[] {
  if (parts.every((part) => part.type === 'text')) return parts.map(({ text }) => text).join('\n');
  return parts.map((part) =>
    part.type === 'text'
      ? { type: 'text', text: part.text }
      : {
          type: 'image_url',
          image_url: {
            url: part.url,
            ...(part.detail === undefined ? {} : { detail: part.detail }),
          },
        },
  );
}

/** Gives calls and results of OpenAI's older form, which has no ids, ids that match. */
class CallIds {
  private readonly open: { readonly id: string; readonly name: string }[] = [];
  private count = 0;

  called({ id, name }: ToolCall): string {
    this.count += 1;
    const given = id.length > 0 ? id : `call_${String(this.count)}`;
    this.open.push({ id: given, name });
    return given;
  }

  /** The result's own id, else that of the oldest call of its name that has no result yet. */
  answered({ toolCallId, name }: ToolResultMessage): string {
    const position = this.open.findIndex((call) =>
      toolCallId === undefined ? name === undefined || call.name === name : call.id === toolCallId,
    );
    const [call] = position < 0 ? [] : this.open.splice(position, 1);
    return toolCallId ?? call?.id ?? 'call_0';
  }
}
