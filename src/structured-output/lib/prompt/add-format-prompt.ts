import { addSystemText } from '../../../protocol/add-system-text';
import type { GenerationRequest, Message } from '../../../protocol/generation-request';
import type { OutputFormat } from '../../../protocol/output-format';
import type { Rejection } from '../../../protocol/rejection';
import { renderFormatCorrection, renderFormatPrompt } from './render-format-prompt';

/** UTF-16 units: a correction must not push the conversation out of the model's sight. */
const MAX_SHOWN_LENGTH = 32 * 1024;

/** The request with its format as text, at the end of the first system message or in one of its own. */
export function addFormatPrompt(
  request: GenerationRequest,
  format: Exclude<OutputFormat, { readonly type: 'text' }>,
): GenerationRequest {
  const hasTools = request.tools.length > 0 && request.toolChoice.type !== 'none';
  const messages = addSystemText(request.messages, renderFormatPrompt(format, hasTools));
  return { ...request, messages };
}

/** The request that shows the model its rejected answer and what was wrong with it. */
export function addFormatCorrection(
  request: GenerationRequest,
  { said, problem }: Rejection,
): GenerationRequest {
  const shown = said.trim().slice(0, MAX_SHOWN_LENGTH);
  const answer: readonly Message[] =
    shown.length > 0
      ? [{ role: 'assistant', content: [{ type: 'text', text: shown }], toolCalls: [] }]
      : [];
  const correction: Message = {
    role: 'user',
    content: [{ type: 'text', text: renderFormatCorrection(problem) }],
  };
  return { ...request, messages: [...request.messages, ...answer, correction] };
}
