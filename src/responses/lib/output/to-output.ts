import type { Generation } from '../../../protocol/fold-generation';
import type { ToolCall } from '../../../protocol/generation-request';
import { isJsonObject, safeParseJson } from '../../../protocol/json/safe-parse-json';
import type { FinishReason } from '../../../protocol/stream-part';
import type { ItemStatus, OutputItem } from '../../dto/output-item.dto';
import { outputItemId } from '../response-ids';
import {
  type Seal,
  toAnnotation,
  toCallItem,
  toMessageItem,
  toOutputText,
  toReasoningItem,
} from './output-items';

/** The output of a whole generation: its reasoning, what it says, and its calls. */
export function toOutput(
  generation: Generation,
  responseId: string,
  seal: Seal | undefined,
): OutputItem[] {
  const { reasoning, text, toolCalls, citations } = generation;
  const wasCut = isCut(generation.finishReason);
  const hasCalls = toolCalls.length > 0;
  const output: OutputItem[] = [];
  /** The head of the next item; only the last item may have been cut. */
  const head = (kind: 'rs' | 'msg', isLast: boolean): { id: string; status: ItemStatus } => ({
    id: outputItemId(kind, responseId, output.length),
    status: wasCut && isLast ? 'incomplete' : 'completed',
  });
  if (reasoning.length > 0) {
    output.push(toReasoningItem(head('rs', text.length === 0 && !hasCalls), reasoning, seal));
  }
  if (text.length > 0) {
    const annotations = citations.map((citation) => toAnnotation(citation));
    output.push(toMessageItem(head('msg', !hasCalls), [toOutputText(text, annotations)]));
  }
  for (const call of toolCalls) {
    const id = outputItemId('fc', responseId, output.length);
    const status = wasCut && !isComplete(call) ? 'incomplete' : 'completed';
    output.push(toCallItem({ id, status }, call));
  }
  return output;
}

/** Whether an answer was ended before the model was done. */
export function isCut(reason: FinishReason): boolean {
  return reason === 'length' || reason === 'content-filter';
}

function isComplete(call: ToolCall): boolean {
  return isJsonObject(safeParseJson(call.arguments));
}
