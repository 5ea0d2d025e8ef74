import { isJsonObject, safeParseJson } from '../../protocol/json/safe-parse-json';
import { type SimulatedCall, toArgumentText } from './dialect';

/** A call in GLM's own tags: all but the end of the last argument, and that end. */
export function renderCallText(call: SimulatedCall): readonly [string, string] {
  const { name, arguments: given } = call;
  const values = typeof given === 'string' ? safeParseJson(given) : given;
  if (!isJsonObject(values))
    return [`<tool_call>${name}\n${toArgumentText(call)}`, '\n</tool_call>'];
  const lines = Object.entries(values).map(
    ([key, value]) =>
      `<arg_key>${key}</arg_key>\n<arg_value>${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const end = lines.length > 0 ? '</arg_value>\n</tool_call>' : '</tool_call>';
  return [`<tool_call>${name}\n${lines.join('</arg_value>\n')}`, end];
}
