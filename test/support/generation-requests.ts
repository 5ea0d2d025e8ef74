import type { GenerationRequest, Message } from '../../src/protocol/generation-request';

/** A canonical request with sensible defaults. */
export function generationRequest(fields: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    model: 'GLM-4.5',
    messages: [userMessage('Hello!')],
    sampling: {},
    stopSequences: [],
    tools: [],
    toolChoice: { type: 'auto' },
    allowsParallelCalls: true,
    outputFormat: { type: 'text' },
    otherParameters: {},
    ...fields,
  };
}

export function userMessage(text: string): Message {
  return { role: 'user', content: [{ type: 'text', text }] };
}
