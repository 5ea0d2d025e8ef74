import type { CallFormat } from '../../../protocol/call-format';
import type { ToolCall } from '../../../protocol/generation-request';
import { isJsonObject, safeParseJson } from '../../../protocol/json/safe-parse-json';

/** Tool calls as the model is to write them. */
export function renderCalls(calls: readonly ToolCall[], format: CallFormat): string {
  return format === 'glm' ? calls.map(renderTaggedCall).join('\n') : renderJsonCalls(calls);
}

function renderTaggedCall({ name, arguments: json }: ToolCall): string {
  const given = safeParseJson(json);
  const isOther = !isJsonObject(given) && json.trim().length > 0;
  // What a model wrote wrongly and a client sent back: it is shown as it was.
  if (isOther) return `<tool_call>${name}\n${json}\n</tool_call>`;
  const pairs = Object.entries(isJsonObject(given) ? given : {}).map(
    ([key, value]) =>
      `<arg_key>${key}</arg_key>\n<arg_value>${typeof value === 'string' ? value : JSON.stringify(value)}</arg_value>\n`,
  );
  return `<tool_call>${name}\n${pairs.join('')}</tool_call>`;
}

function renderJsonCalls(calls: readonly ToolCall[]): string {
  const list = calls.map(({ id, name, arguments: json }) => ({
    id,
    type: 'function',
    function: { name, arguments: safeParseJson(json) ?? json },
  }));
  return `\`\`\`json\n${JSON.stringify({ tool_calls: list })}\n\`\`\``;
}
