import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '..', 'fixtures', 'web');

/** What a transcript of the web protocol must become, whatever the reads it is cut into. */
export interface ExpectedResult {
  readonly reasoning: string;
  readonly answer: string;
  readonly tool_calls: readonly unknown[] | null;
  readonly usage: readonly [number, number, number] | null;
  readonly error: readonly [number | null, string] | null;
  readonly end: 'done' | 'error' | 'eof';
  readonly sources?: readonly string[];
  readonly server_tools?: readonly { readonly result_urls: readonly string[] }[];
}

export interface WebFixture {
  readonly name: string;
  readonly bytes: Buffer;
  readonly expected: ExpectedResult;
}

/** All transcripts in `test/fixtures/web`, with what is expected of them. */
export const webFixtures: readonly WebFixture[] = loadFixtures();

export function webFixture(prefix: string): WebFixture {
  const found = webFixtures.find(({ name }) => name.startsWith(prefix));
  if (found === undefined) throw new Error(`There is no fixture ${prefix}.`);
  return found;
}

/** The body of an HTTP answer in `test/fixtures/web/http`. */
export function httpFixture(name: string): Buffer {
  return readFileSync(join(FOLDER, 'http', name));
}

function loadFixtures(): readonly WebFixture[] {
  const expected = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as Record<
    string,
    ExpectedResult
  >;
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sse'))
    .map((name) => {
      const result = expected[name];
      if (result === undefined) throw new Error(`expected.json does not know ${name}.`);
      return { name, bytes: readFileSync(join(FOLDER, name)), expected: result };
    });
}
