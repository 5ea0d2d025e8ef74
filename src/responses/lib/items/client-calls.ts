import { parseContent } from '../../../common/openai-dialect/parse-content';
import type { ContentPart, ToolCall } from '../../../protocol/generation-request';
import { asString } from '../../../protocol/json/safe-parse-json';
import type { InputItem } from './to-input-items';

type CallReader = (item: InputItem) => { readonly name: unknown; readonly input: unknown };

/** Calls of OpenAI's own tools that the client makes: what they are called, and with what. */
const CALLS: ReadonlyMap<unknown, CallReader> = new Map<unknown, CallReader>([
  ['custom_tool_call', (item) => ({ name: item['name'], input: { input: item['input'] } })],
  ['local_shell_call', (item) => ({ name: 'local_shell', input: item['action'] })],
  ['shell_call', (item) => ({ name: 'shell', input: item['action'] })],
  ['apply_patch_call', (item) => ({ name: 'apply_patch', input: item['operation'] })],
]);

/**
 * A call that the client made for a tool of another type than functions, as the call of a function
 * that it amounts to; `undefined` for every other item.
 */
export function toClientCall(item: InputItem): ToolCall | undefined {
  const { name, input } = CALLS.get(item['type'])?.(item) ?? {};
  if (typeof name !== 'string') return undefined;
  const id = asString(item['call_id']) ?? asString(item['id']) ?? '';
  return { id, name, arguments: JSON.stringify(input ?? {}) };
}

/** Whether an item is the result of such a call. */
export function isClientCallOutput({ type }: InputItem): boolean {
  return typeof type === 'string' && CALLS.has(type.replace(/_output$/, '')) && !CALLS.has(type);
}

/** The result of a call: a text, parts, or what only the tool itself would understand. */
export function parseClientOutput(output: unknown, path: string): readonly ContentPart[] {
  const hasParts = Array.isArray(output) && output.every(isContentPart);
  if (typeof output === 'string' || hasParts) return parseContent(output, path);
  return [{ type: 'text', text: JSON.stringify(output ?? null) }];
}

function isContentPart(part: unknown): boolean {
  const type = (part as { readonly type?: unknown } | null)?.type;
  return type === 'input_text' || type === 'output_text' || type === 'input_image';
}
