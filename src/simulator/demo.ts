import OpenAI from 'openai';
import { createApp } from '../app.setup';
import { readEnvironment } from '../config/read-environment';
import { validateEnvironment } from '../config/validate-environment';
import { demoReply } from './demo-answers';
import { SimulatorServer } from './simulator-server';

const DEFAULT_PORT = '8080';

/** OpenAI's delta with the field that reasoning models add. */
type Reasoned<Message> = Message & { readonly reasoning_content?: string };

/**
 * Shows the gateway at work without a network: an embedded upstream, the gateway before it, and the
 * official SDK in front. Keeps serving afterwards.
 */
async function demo(): Promise<void> {
  const simulator = new SimulatorServer(demoReply);
  await simulator.start();
  const { LISTEN_PORT: port = DEFAULT_PORT, AUTH_TOKEN = '' } = readEnvironment();
  const settings = validateEnvironment({
    API_ENDPOINT: simulator.chatUrl,
    AUTH_TOKEN,
    LISTEN_HOST: '127.0.0.1',
    LISTEN_PORT: port,
    DEBUG_LOGGING: 'false',
  });
  const app = await createApp(settings, false);
  await app.listen(settings.LISTEN_PORT, settings.LISTEN_HOST);
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const [key = ''] = settings.AUTH_TOKEN;
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key });
  print(`Gateway at ${url}, simulator at ${simulator.origin}\n\n`);
  await showStream(client);
  await showDocument(client);
  print(instructions(url, key));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void simulator.stop());
  }
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
    const delta = chunk.choices[0]?.delta as
      Reasoned<OpenAI.ChatCompletionChunk.Choice.Delta> | undefined;
    if (delta?.reasoning_content !== undefined) {
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

function print(text: string): void {
  process.stdout.write(text);
}

demo().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
