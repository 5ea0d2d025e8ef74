import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FinishReason, Source } from '../../src/protocol/stream-part';

const FOLDER = join(__dirname, '..', 'fixtures', 'openai');

/** What a stream of an OpenAI-style upstream must become, whatever the reads it is cut into. */
export interface OpenAiExpectation {
  readonly reasoning: string;
  readonly text: string;
  readonly tool_calls: readonly {
    readonly id: string;
    readonly name: string;
    readonly arguments: string;
  }[];
  readonly usage: readonly [number, number, number] | null;
  readonly finish: FinishReason | null;
  /** Code of the gateway's error. */
  readonly error: string | null;
  readonly sources?: readonly Source[];
  /** The text that a client that streams sees, where a rewrite makes it differ. */
  readonly streamed?: string;
  readonly options?: { readonly mayThinkInText?: boolean; readonly allowsParallelCalls?: boolean };
}

export interface OpenAiFixture {
  readonly name: string;
  readonly bytes: Buffer;
  readonly expected: OpenAiExpectation;
}

/** All streams in `test/fixtures/openai`, with what is expected of them. */
export const openAiFixtures: readonly OpenAiFixture[] = loadFixtures();

export function openAiFixture(prefix: string): OpenAiFixture {
  const found = openAiFixtures.find(({ name }) => name.startsWith(prefix));
  if (found === undefined) throw new Error(`There is no fixture ${prefix}.`);
  return found;
}

function loadFixtures(): readonly OpenAiFixture[] {
  const expected = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as Record<
    string,
    OpenAiExpectation
  >;
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sse'))
    .map((name) => {
      const result = expected[name];
      if (result === undefined) throw new Error(`expected.json does not know ${name}.`);
      return { name, bytes: readFileSync(join(FOLDER, name)), expected: result };
    });
}
