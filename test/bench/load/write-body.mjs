import { writePlan } from '../upstream/plan.mjs';

const MESSAGE = 'A turn of the conversation that is about as long as people write. '.repeat(15);

/**
 * The body of a chat request that the mock upstream answers by the plan.
 *
 * @param {object} options
 * @param {import('../upstream/plan.mjs').Plan} options.plan
 * @param {boolean} options.isStreaming
 * @param {number} [options.tools] How many are offered.
 * @param {number} [options.conversation] Bytes of the messages before the last one.
 */
export function writeBody({ plan, isStreaming, tools = 0, conversation = 0 }) {
  const history = Array.from({ length: Math.floor(conversation / MESSAGE.length) }, (_, index) => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: MESSAGE,
  }));
  // The mock takes the last plan that it finds, which so need not be decoded first.
  const messages = [...history, { role: 'user', content: writePlan(plan) }];
  return JSON.stringify({
    model: plan.kind === 'thinking' ? 'GLM-4.5-Thinking' : 'GLM-4.5',
    stream: isStreaming,
    ...(tools > 0 && { tools: Array.from({ length: tools }, (_, index) => tool(index)) }),
    messages,
  });
}

/** The first one is what the mock calls. */
function tool(index) {
  return {
    type: 'function',
    function: {
      name: index === 0 ? 'write' : `search_${index}`,
      description: 'Does something with a text and says what came of it.',
      parameters: {
        type: 'object',
        properties: {
          text: { type: 'string', description: 'What to work on.' },
          limit: { type: 'integer', minimum: 1, maximum: 100 },
          mode: { type: 'string', enum: ['fast', 'thorough'] },
        },
        required: ['text'],
      },
    },
  };
}
