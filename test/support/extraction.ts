import type { FinishReason, StreamPart } from '../../src/protocol/stream-part';
import type { ToolDefinition } from '../../src/protocol/tool-definition';
import { runTransform } from '../../src/protocol/transform';
import { ToolCallExtractor } from '../../src/tools/lib/extraction/extract-tool-calls';
import { ToolDirectory } from '../../src/tools/lib/tool-directory';

/** What a client makes of the parts. */
export interface Heard {
  readonly text: string;
  readonly calls: readonly {
    readonly id: string;
    readonly name: string;
    readonly json: string;
    readonly isComplete: boolean;
  }[];
  /** The finish reason, the code of the error, or nothing. */
  readonly end: string;
}

export function toolOf(
  name: string,
  properties: Readonly<Record<string, unknown>> = {},
  fields: Partial<ToolDefinition> & { readonly required?: readonly string[] } = {},
): ToolDefinition {
  const { required = [], ...rest } = fields;
  return {
    name,
    description: undefined,
    strict: false,
    parameters: { type: 'object', properties, required },
    ...rest,
  };
}

export function extractorFor(
  tools: readonly ToolDefinition[],
  allowsParallelCalls = true,
): ToolCallExtractor {
  let made = 0;
  return new ToolCallExtractor({
    tools: new ToolDirectory(tools),
    newId: () => `call_new_${String((made += 1))}`,
    allowsParallelCalls,
    firstIndex: 0,
  });
}

/** Extracts from text that comes in `deltas` and ends for `reason`. */
export function extract(
  tools: readonly ToolDefinition[],
  deltas: readonly string[],
  reason: FinishReason = 'stop',
): readonly StreamPart[] {
  return runTransform(extractorFor(tools), [
    ...deltas.map((text): StreamPart => ({ type: 'text', text })),
    { type: 'finish', reason },
  ]);
}

export function hear(parts: readonly StreamPart[]): Heard {
  let text = '';
  const calls: { id: string; name: string; json: string; isComplete: boolean }[] = [];
  for (const part of parts) {
    if (part.type === 'text') text += part.text;
    else if (part.type === 'tool-input-start') {
      calls.push({ id: part.id, name: part.name, json: '', isComplete: false });
    } else if (part.type === 'tool-input-delta' || part.type === 'tool-input-end') {
      const call = calls[part.index];
      if (call === undefined || call.isComplete) throw new Error('A part belongs to no open call.');
      if (part.type === 'tool-input-delta') call.json += part.delta;
      else call.isComplete = true;
    }
  }
  return { text, calls, end: endOf(parts.at(-1)) };
}

/** Cuts of a text that must not change what is heard: single units, threes, and once everywhere. */
export function* textSplits(text: string): Generator<readonly string[]> {
  yield text.split('');
  yield text.match(/[\s\S]{1,3}/g) ?? [];
  for (let index = 1; index < text.length; index += 1) {
    yield [text.slice(0, index), text.slice(index)];
  }
}

/** Cuts a text after the given lengths, over and over. */
export function cutInto(text: string, lengths: readonly number[]): readonly string[] {
  const pieces: string[] = [];
  let index = 0;
  for (let turn = 0; index < text.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? text.length;
    pieces.push(text.slice(index, index + length));
    index += length;
  }
  return pieces;
}

function endOf(last: StreamPart | undefined): string {
  if (last?.type === 'finish') return last.reason;
  return last?.type === 'error' ? (last.error.code ?? 'error') : '';
}
