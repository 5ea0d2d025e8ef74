import { Buffer } from 'node:buffer';

/** How the mock words its events, by dialect. */

const frame = (event) => `data: ${JSON.stringify(event)}\n\n`;
const USAGE = { prompt_tokens: 20, completion_tokens: 200, total_tokens: 220 };
const ARGUMENTS = 'a few words of the text that the argument is made of ';

const web = (data) => frame({ type: 'chat:completion', data });

const WEB = {
  open: () => '',
  text: (text) => web({ phase: 'answer', delta_content: text }),
  reasoning: (text, isFirst) =>
    web({
      phase: 'thinking',
      delta_content: isFirst
        ? `<details type="reasoning" done="false">\n<summary>Thinking…</summary>\n> ${text}`
        : text,
    }),
  endOfReasoning: () => web({ phase: 'answer', delta_content: '\n</details>\n' }),
  call: (chunks) => [
    web({
      phase: 'answer',
      delta_content: '<tool_call>write\n<arg_key>text</arg_key>\n<arg_value>',
    }),
    ...Array.from({ length: chunks }, () => web({ phase: 'answer', delta_content: ARGUMENTS })),
    web({ phase: 'answer', delta_content: '</arg_value>\n</tool_call>' }),
  ],
  close: () => web({ phase: 'other', usage: USAGE }) + web({ phase: 'done', done: true }),
};

const openai = (delta, finish = null) =>
  frame({
    id: '202611220001',
    object: 'chat.completion.chunk',
    created: 1_790_000_000,
    model: 'glm-4.6',
    choices: [{ index: 0, delta, finish_reason: finish }],
  });

const toolDelta = (call) => openai({ tool_calls: [{ index: 0, ...call }] });

const OPENAI = {
  open: () => '',
  text: (text) => openai({ role: 'assistant', content: text }),
  reasoning: (text) => openai({ role: 'assistant', reasoning_content: text }),
  endOfReasoning: () => '',
  call: (chunks) => [
    toolDelta({
      id: 'call_1',
      type: 'function',
      function: { name: 'write', arguments: '{"text":"' },
    }),
    ...Array.from({ length: chunks }, () => toolDelta({ function: { arguments: ARGUMENTS } })),
    toolDelta({ function: { arguments: '"}' } }),
  ],
  close: (kind) =>
    openai({ role: 'assistant', content: '' }, kind === 'call' ? 'tool_calls' : 'stop').replace(
      ']}',
      `],"usage":${JSON.stringify(USAGE)}}`,
    ) + 'data: [DONE]\n\n',
};

/** The events of an answer, in order; `word` gives the text of each. */
export function* framesOf({ kind, chunks }, dialect, word) {
  const wire = dialect === 'web' ? WEB : OPENAI;
  if (kind === 'call') {
    yield* wire.call(chunks);
  } else {
    const reasoned = kind === 'thinking' ? Math.floor(chunks / 2) : 0;
    for (let index = 0; index < chunks; index += 1) {
      if (index < reasoned) yield wire.reasoning(word(index), index === 0);
      else
        yield (
          (index === reasoned && reasoned > 0 ? wire.endOfReasoning() : '') + wire.text(word(index))
        );
    }
  }
  yield wire.close(kind);
}

/** The same answer as one document, for clients that pass `stream: false` on. */
export function documentOf({ chunks }, word) {
  const content = Array.from({ length: chunks }, (_, index) => word(index)).join('');
  return Buffer.from(
    JSON.stringify({
      id: '202611220001',
      object: 'chat.completion',
      created: 1_790_000_000,
      model: 'glm-4.6',
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      usage: USAGE,
    }),
  );
}
