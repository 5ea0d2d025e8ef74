import type { CallFormat } from '../../../protocol/call-format';
import type {
  AssistantMessage,
  ContentPart,
  Message,
  TextContent,
  ToolCall,
  ToolResultMessage,
} from '../../../protocol/generation-request';
import { renderCalls } from './render-calls';

/**
 * Writes the tool calls and results of a conversation as text, for a model without native tools:
 * calls in the form that the prompt asks for, neighbouring results as one message of the user. Names
 * come from the calls that the results answer. Tags in results and in what the user says are
 * defused, so that they pass for text.
 */
export function foldToolHistory(
  messages: readonly Message[],
  format: CallFormat,
): readonly Message[] {
  const names = new Map<string, string>();
  const folded: Message[] = [];
  let results: string[] = [];
  const closeResults = (): void => {
    if (results.length > 0) folded.push({ role: 'user', content: [toText(results.join('\n'))] });
    results = [];
  };
  for (const message of messages) {
    if (message.role === 'tool') {
      results.push(renderResult(message, names));
      continue;
    }
    closeResults();
    if (message.role === 'assistant') {
      for (const call of message.toolCalls) names.set(call.id, call.name);
      folded.push(withCallText(message, format));
    } else if (message.role === 'user') {
      folded.push({ ...message, content: message.content.map(defusePart) });
    } else folded.push(message);
  }
  closeResults();
  return folded;
}

/** Whether a conversation holds anything to fold. */
export function hasToolHistory(messages: readonly Message[]): boolean {
  return messages.some(
    (message) =>
      message.role === 'tool' || (message.role === 'assistant' && message.toolCalls.length > 0),
  );
}

function withCallText(message: AssistantMessage, format: CallFormat): AssistantMessage {
  if (message.toolCalls.length === 0) return message;
  const text = toText(renderCalls(message.toolCalls.map(withId), format));
  return { ...message, content: [...message.content, text], toolCalls: [] };
}

function withId(call: ToolCall, index: number): ToolCall {
  return call.id.length > 0 ? call : { ...call, id: `call_${String(index + 1)}` };
}

function renderResult(message: ToolResultMessage, names: ReadonlyMap<string, string>): string {
  const { toolCallId, name } = message;
  const called = (toolCallId === undefined ? undefined : names.get(toolCallId)) ?? name;
  const attributes = [
    ...(called === undefined ? [] : [`name="${toAttribute(called)}"`]),
    ...(toolCallId === undefined ? [] : [`id="${toAttribute(toolCallId)}"`]),
  ];
  const text = message.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
  return `<${['tool_response', ...attributes].join(' ')}>\n${defuse(text)}\n</tool_response>`;
}

function defusePart(part: ContentPart): ContentPart {
  return part.type === 'text' ? toText(defuse(part.text)) : part;
}

const TAGS = /<(?=\/?(?:tool_call|tool_response|arg_key|arg_value)\b)/g;

/** An entity, not an invisible character: what a model copies from here must not change files. */
function defuse(text: string): string {
  return text.replace(TAGS, '&lt;');
}

function toAttribute(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function toText(text: string): TextContent {
  return { type: 'text', text };
}
