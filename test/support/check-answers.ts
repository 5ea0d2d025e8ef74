import { safeParseJson } from '../../src/protocol/json/safe-parse-json';
import type { Reply } from '../../src/simulator/simulator-server';
import { ask, postChat } from './chat';
import { chunkShape, completionShape, errorShape } from './openai-shapes';
import { decode } from './read-sse';
import type { Stack } from './stack';

/** Asks for a document and for a stream, and checks that both have exactly the shapes of OpenAI. */
export async function checkAnswers(
  stack: Stack,
  reply: () => Reply,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  stack.simulator.enqueue(reply());
  const document = await postChat(stack.origin, ask('x'), { headers });
  const shape = document.status === 200 ? completionShape : errorShape;
  shape(await document.json(), 'document');

  const request = ask('x', { stream: true, stream_options: { include_usage: true } });
  stack.simulator.enqueue(reply());
  const response = await postChat(stack.origin, request, { headers });
  if (response.status === 200) checkStream(await response.arrayBuffer(), document.status === 200);
  else errorShape(await response.json(), 'error');
}

/** A stream holds chunks, then `[DONE]` when it succeeded or one error when it did not. */
function checkStream(body: ArrayBuffer, succeeds: boolean): void {
  const data = decode(new Uint8Array(body)).map((event) => event.data);
  const last = data.pop() ?? '';
  if (succeeds) expect(last).toBe('[DONE]');
  else errorShape(safeParseJson(last), 'error event');
  const chunks = data.map((text, index) =>
    chunkShape(safeParseJson(text), `chunks[${String(index)}]`),
  );
  const envelopes = chunks.map(({ id, created, model }) => `${id} ${String(created)} ${model}`);
  expect(new Set(envelopes).size).toBe(1);
  expect(chunks.filter(({ usage }) => usage).length).toBe(succeeds ? 1 : 0);
  if (succeeds) expect(chunks.at(-1)?.choices).toEqual([]);
}
