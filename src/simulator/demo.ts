import type OpenAI from 'openai';
import { print, runDemo, startDemo } from './demo-stack';

/** OpenAI's delta with the field that reasoning models add. */
type ReasoningDelta = OpenAI.ChatCompletionChunk.Choice.Delta & {
  readonly reasoning_content?: string;
};

/**
 * Shows the gateway at work without a network: an embedded upstream, the gateway before it, and the
 * official SDK in front. Keeps serving afterwards.
 */
async function demo(): Promise<void> {
  const { client, url, key } = await startDemo();
  await showStream(client);
  await showDocument(client);
  print(instructions(url, key));
}

async function showStream(client: OpenAI): Promise<void> {
  const question = 'Which is larger, 9.11 or 9.9?';
  print(`Streaming, GLM-4.5-Thinking: ${question}\n`);
  const stream = await client.chat.completions.create({
    model: 'GLM-4.5-Thinking',
    messages: [{ role: 'user', content: question }],
    stream: true,
    stream_options: { include_usage: true },
  });
  let isThinking = false;
  for await (const chunk of stream) {
    const delta = chunk.choices[0]?.delta as ReasoningDelta | undefined;
    if (delta?.reasoning_content) {
      print(isThinking ? delta.reasoning_content : `  [thinking] ${delta.reasoning_content}`);
      isThinking = true;
    } else if (delta?.content) {
      print(isThinking ? `\n  [answer] ${delta.content}` : delta.content);
      isThinking = false;
    }
    if (chunk.usage) print(`\n  [usage] ${JSON.stringify(chunk.usage)}\n\n`);
  }
}

async function showDocument(client: OpenAI): Promise<void> {
  const question = '你好';
  print(`Not streaming, GLM-4.5: ${question}\n`);
  const completion = await client.chat.completions.create({
    model: 'GLM-4.5',
    messages: [{ role: 'user', content: question }],
  });
  const message = completion.choices[0]?.message;
  print(`  [answer] ${message?.content ?? ''}\n  [usage] ${JSON.stringify(completion.usage)}\n\n`);
}

function instructions(url: string, key: string): string {
  return `The gateway keeps serving; Ctrl-C ends it.

  Key:   ${key}
  Docs:  ${url}/docs

  curl -N ${url}/v1/chat/completions \\
    -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' \\
    -d '{"model":"GLM-4.5-Thinking","stream":true,"messages":[{"role":"user","content":"Hello!"}]}'
`;
}

runDemo(demo);
