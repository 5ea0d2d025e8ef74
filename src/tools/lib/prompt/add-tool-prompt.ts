import { addSystemText } from '../../../protocol/add-system-text';
import type { GenerationRequest, Message, TextContent } from '../../../protocol/generation-request';
import type { ToolDefinition } from '../../../protocol/tool-definition';
import type { Rejection } from '../../../protocol/rejection';
import { foldToolHistory } from './fold-tool-history';
import { renderCalls } from './render-calls';
import {
  type PromptPolicy,
  renderCorrection,
  renderReminder,
  renderToolPrompt,
} from './render-tool-prompt';

/**
 * The request with its tools as text: instructions at the end of the first system message, or in one
 * of their own; calls and results of the history in the same form; a reminder as the last message.
 */
export function addToolPrompt(
  request: GenerationRequest,
  tools: readonly ToolDefinition[],
  policy: PromptPolicy,
): GenerationRequest {
  const folded = foldToolHistory(request.messages, policy.format);
  const prompt = renderToolPrompt(tools, policy);
  const reminder: Message = { role: 'system', content: [toText(renderReminder(policy))] };
  return { ...request, messages: [...addSystemText(folded, prompt), reminder] };
}

/** The request that shows the model its rejected answer and what was wrong with it. */
export function addCorrection(
  request: GenerationRequest,
  { said, calls, sentCalls, problem }: Rejection,
  policy: PromptPolicy,
): GenerationRequest {
  const written = calls.length > 0 ? renderCalls(calls, policy.format) : '';
  const shown = `${said.trim()}\n\n${written}`.trim();
  const answer: readonly Message[] =
    shown.length > 0 ? [{ role: 'assistant', content: [toText(shown)], toolCalls: [] }] : [];
  const accepted = sentCalls > 0 ? ' The calls before it were accepted: do not repeat them.' : '';
  const correction: Message = {
    role: 'user',
    content: [toText(renderCorrection(problem + accepted, policy))],
  };
  return { ...request, messages: [...request.messages, ...answer, correction] };
}

function toText(text: string): TextContent {
  return { type: 'text', text };
}
