import { everySplit, inReads } from '../../../../../test/support/splits';
import { webFixture, webFixtures, type WebFixture } from '../../../../../test/support/web-fixtures';
import { SseDecoder } from '../../../../protocol/sse/decode-sse';
import type { StreamPart } from '../../../../protocol/stream-part';
import { compose, runTransform } from '../../../../protocol/transform';
import { ChannelOutput, VerbatimOutput, type DocumentOutput } from './document/document-output';
import { WebEventMapper } from './map-web-events';

const EVERY_OFFSET_LIMIT = 4000;

describe('WebEventMapper', () => {
  describe.each(webFixtures)('$name', (fixture) => {
    const whole = read([fixture.bytes]);

    it('should give the expected reasoning, answer, usage and end', () => {
      const { expected } = fixture;
      // The calls that a model writes into its answer are text to this step.
      const answer = expected.tool_calls === null ? expected.answer : said(whole, 'text');
      expect({
        reasoning: said(whole, 'reasoning'),
        answer: said(whole, 'text'),
        usage: usageOf(whole),
        end: endOf(whole),
      }).toEqual({
        reasoning: expected.reasoning,
        answer,
        usage: expected.usage,
        end: fixture.name.startsWith('47') ? 'eof' : expected.end,
      });
    });

    it('should give the same parts however the bytes are split', () => {
      const expected = JSON.stringify(merge(whole));
      for (const reads of splitsOf(fixture)) {
        // Comparing text first: there are tens of thousands of splits.
        const parts = merge(read(reads));
        if (JSON.stringify(parts) !== expected) expect(parts).toEqual(merge(whole));
      }
      expect(merge(read(inReads(fixture.bytes, 1)))).toEqual(merge(whole));
    });

    it('should send all reasoning before the first text and never send it again', () => {
      const types = merge(whole).map((part) => part.type);
      const firstText = types.indexOf('text');
      expect(firstText < 0 || !types.slice(firstText).includes('reasoning')).toBe(true);
    });

    it('should render the document once in raw mode, however it is split', () => {
      const raw = rendered(read([fixture.bytes], new VerbatimOutput()));
      const { reasoning, answer } = fixture.expected;
      for (const line of reasoning.split('\n').filter((text) => text.length > 6)) {
        expect(raw.split(line)).toHaveLength(2);
      }
      if (fixture.expected.tool_calls === null) expect(raw.trim().endsWith(answer)).toBe(true);
      expect(raw).not.toContain('glm_block');
      for (const size of [1, 7]) {
        const reads = inReads(fixture.bytes, size);
        expect(rendered(read(reads, new VerbatimOutput()))).toBe(raw);
      }
    });
  });

  it.each(webFixtures.filter(({ bytes }) => bytes.length <= EVERY_OFFSET_LIMIT))(
    'should say nothing that $name does not say when it is cut at any byte',
    ({ name, bytes, expected }) => {
      const answer = expected.tool_calls === null ? expected.answer : said(read([bytes]), 'text');
      for (let end = 0; end < bytes.length; end += 1) {
        const parts = read([bytes.subarray(0, end)]);
        const isDone = /"done": ?true|"phase":"done"|\[DONE\]/.test(bytes.toString('utf8', 0, end));
        if (!expected.reasoning.startsWith(said(parts, 'reasoning'))) fail(name, end);
        if (!name.startsWith('07') && !answer.startsWith(said(parts, 'text'))) fail(name, end);
        if (endOf(parts) === 'done' && !isDone) fail(name, end);
      }
    },
  );

  it('should list the sources that the search found', () => {
    for (const prefix of ['10', '11', '12']) {
      const fixture = webFixture(prefix);
      const { sources, server_tools: tools } = fixture.expected;
      const expected = sources ?? tools?.flatMap((tool) => tool.result_urls);
      const parts = read([fixture.bytes]);
      const urls = parts.flatMap((part) => (part.type === 'source' ? [part.source.url] : []));
      expect(urls).toEqual(expected);
    }
  });

  it('should keep what it streamed and tell the fold when sent text is rewritten', () => {
    const parts = read([webFixture('07').bytes]);
    const streamed = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
    expect(streamed).toBe('The total is 41 units');
    expect(said(parts, 'text')).toBe('The total is 42 units.');
  });
});

function read(
  reads: readonly Uint8Array[],
  output: DocumentOutput = new ChannelOutput(),
): readonly StreamPart[] {
  return runTransform(compose(new SseDecoder(1_000_000), new WebEventMapper(output)), reads);
}

function fail(name: string, end: number): never {
  throw new Error(`${name} cut at byte ${String(end)} says something else.`);
}

function splitsOf(fixture: WebFixture): Iterable<readonly Uint8Array[]> {
  if (fixture.bytes.length <= EVERY_OFFSET_LIMIT) return everySplit(fixture.bytes);
  return [1, 2, 3, 7, 64].map((size) => inReads(fixture.bytes, size));
}

function said(parts: readonly StreamPart[], channel: 'text' | 'reasoning'): string {
  return parts.reduce((text, part) => {
    if (part.type === channel) return text + part.text;
    return part.type === 'rewrite' && part.channel === channel ? part.text : text;
  }, '');
}

/** The document as raw mode shows it. */
function rendered(parts: readonly StreamPart[]): string {
  return parts.reduce((text, part) => {
    if (part.type === 'text' || part.type === 'reasoning') return text + part.text;
    return part.type === 'rewrite' ? part.text : text;
  }, '');
}

function usageOf(parts: readonly StreamPart[]): readonly number[] | null {
  const usage = parts.findLast((part) => part.type === 'usage')?.usage;
  return usage ? [usage.inputTokens, usage.outputTokens, usage.totalTokens] : null;
}

function endOf(parts: readonly StreamPart[]): string {
  const last = parts.at(-1)?.type;
  return last === 'finish' ? 'done' : last === 'error' ? 'error' : 'eof';
}

/** Joins neighbouring deltas: how much one delta holds may depend on the reads. */
function merge(parts: readonly StreamPart[]): readonly StreamPart[] {
  return parts.reduce<StreamPart[]>((merged, part) => {
    const last = merged.at(-1);
    const isDelta = part.type === 'text' || part.type === 'reasoning';
    if (isDelta && last?.type === part.type) {
      merged[merged.length - 1] = { type: part.type, text: last.text + part.text };
    } else {
      merged.push(part);
    }
    return merged;
  }, []);
}
