import type { CallFormat } from '../../../protocol/call-format';
import { isJsonObject } from '../../../protocol/json/safe-parse-json';
import { exampleValue } from '../../../protocol/json-schema/example-value';
import type { ToolChoice, ToolDefinition } from '../../../protocol/tool-definition';
import { renderCalls } from './render-calls';

/** What the prompt depends on, beside the tools. */
export interface PromptPolicy {
  readonly format: CallFormat;
  readonly choice: ToolChoice;
  readonly allowsParallelCalls: boolean;
}

/**
 * Instructions that teach a model without native tools to call the given ones. The order of the tools
 * is kept, so that the text of the same list is the same and upstream caches hit.
 */
export function renderToolPrompt(
  tools: readonly ToolDefinition[],
  { format, choice, allowsParallelCalls }: PromptPolicy,
): string {
  return [
    '# Tools',
    'These functions are at your disposal, one per line, with the JSON Schema of their parameters:',
    `<tools>\n${tools.map(renderSignature).join('\n')}\n</tools>`,
    format === 'glm' ? GLM_FORM : JSON_FORM,
    `For example:\n${renderExample(tools, format)}`,
    allowsParallelCalls
      ? 'Several calls that do not depend on each other may follow one another.'
      : 'Make one call only.',
    'Stop after the last call. The results arrive in the next message: never write a result yourself. ' +
      'Use only the functions listed above, and give every required parameter.',
    renderDemand(choice),
  ].join('\n\n');
}

/** The last message: large prompts drown instructions that stand far above. */
export function renderReminder({ format, choice }: PromptPolicy): string {
  const form =
    format === 'glm'
      ? 'write it as <tool_call>NAME with <arg_key> and <arg_value> lines, then </tool_call>'
      : 'write it as a ```json block with one object that holds "tool_calls"';
  return `Reminder: to call a function, ${form}, as the instructions under "# Tools" show. ${renderDemand(choice)}`;
}

/** What to tell a model whose answer was not accepted. */
export function renderCorrection(problem: string, policy: PromptPolicy): string {
  return `Your last answer was not accepted: ${problem} Answer again. ${renderReminder(policy)}`;
}

const GLM_FORM = `To call a function, write this:

<tool_call>NAME
<arg_key>PARAMETER</arg_key>
<arg_value>VALUE</arg_value>
</tool_call>

with an <arg_key> line and an <arg_value> line for each parameter. Write a string as it is, without quotes and without escapes; write every other value as JSON.`;

const JSON_FORM = `To call a function, write a code block with one JSON object:

\`\`\`json
{"tool_calls":[{"id":"call_1","type":"function","function":{"name":"NAME","arguments":{"PARAMETER":"VALUE"}}}]}
\`\`\`

with one entry for each call and an id of its own for each entry.`;

function renderSignature({ name, description, parameters }: ToolDefinition): string {
  return JSON.stringify({ name, description, parameters });
}

function renderExample(tools: readonly ToolDefinition[], format: CallFormat): string {
  const [tool] = tools;
  if (tool === undefined) return '';
  const example = exampleValue(tool.parameters);
  const json = JSON.stringify(isJsonObject(example) ? example : {});
  return renderCalls([{ id: 'call_1', name: tool.name, arguments: json }], format);
}

/** What the request demands of calls, in words. */
export function renderDemand(choice: ToolChoice): string {
  switch (choice.type) {
    case 'required':
      return 'You must call at least one function now: an answer without a call is not accepted.';
    case 'function':
      return `You must call ${choice.name} now: an answer without this call is not accepted.`;
    default:
      return 'Call a function when it helps; otherwise answer as usual.';
  }
}
