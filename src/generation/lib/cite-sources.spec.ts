import fc from 'fast-check';
import { cuts } from '../../../test/support/arbitraries';
import { STOP, rewrite, text } from '../../../test/support/parts';
import { cutAt } from '../../../test/support/splits';
import { GatewayError } from '../../protocol/gateway-error';
import type { Citation, Source, StreamPart } from '../../protocol/stream-part';
import { runTransform } from '../../protocol/transform';
import { CitationTransform } from './cite-sources';

const FIRST: Source = { url: 'https://one.example', title: 'One', marker: '【turn0search0】' };
const SECOND: Source = { url: 'https://two.example', title: 'Two', marker: '【turn0search1】' };

describe('CitationTransform', () => {
  const answer = 'Cats purr【turn0search1】 and sleep【turn0search0】【turn0search1】.';

  it('should cite each place that names a source, in the order of the text', () => {
    const citations = cite([text(answer), ...sources(FIRST, SECOND), STOP]);
    expect(citations.map(({ url, start, end }) => [url, answer.slice(start, end)])).toEqual([
      [SECOND.url, SECOND.marker],
      [FIRST.url, FIRST.marker],
      [SECOND.url, SECOND.marker],
    ]);
    expect(citations[0]).toEqual({ url: SECOND.url, title: 'Two', start: 9, end: 23 });
  });

  it('should find markers that are cut across deltas', () => {
    fc.assert(
      fc.property(cuts, (offsets) => {
        const end = [...sources(FIRST, SECOND), STOP];
        const cut = cite([...cutAt(answer, offsets).map(text), ...end]);
        expect(cut).toEqual(cite([text(answer), ...end]));
      }),
    );
  });

  it.each([
    { it: 'that the text never names', source: FIRST },
    { it: 'that has no marker', source: { url: 'https://one.example', title: 'One' } },
  ])('should cite a source $it at the end of the text', ({ source }) => {
    expect(cite([text('Hello.'), ...sources(source), STOP])).toEqual([
      { url: 'https://one.example', title: 'One', start: 6, end: 6 },
    ]);
  });

  it('should count places in UTF-16 units, as clients slice text', () => {
    const [citation] = cite([text(`😀${FIRST.marker ?? ''}`), ...sources(FIRST), STOP]);
    expect(citation).toMatchObject({ start: 2, end: 2 + (FIRST.marker?.length ?? 0) });
  });

  it('should search the text as it stands after a rewrite', () => {
    const parts = [text(answer), rewrite('text', 'Meow'), text('.'), ...sources(FIRST), STOP];
    expect(cite(parts)).toEqual([{ url: FIRST.url, title: 'One', start: 5, end: 5 }]);
  });

  it('should not search the reasoning', () => {
    const thought: StreamPart = { type: 'reasoning', text: FIRST.marker ?? '' };
    const parts = [thought, rewrite('reasoning', FIRST.marker ?? ''), text('a')];
    expect(cite([...parts, ...sources(FIRST), STOP])[0]).toMatchObject({ start: 1, end: 1 });
  });

  it('should take sources out and put citations right before the finish', () => {
    const parts = run([...sources(FIRST), text('a'), STOP]);
    expect(parts.map(({ type }) => type)).toEqual(['text', 'citations', 'finish']);
  });

  it('should hold no text back', () => {
    const transform = new CitationTransform();
    expect(transform.push(text('【turn'))).toEqual([text('【turn')]);
  });

  it.each<{ it: string; end: StreamPart }>([
    { it: 'a finish without sources', end: STOP },
    {
      it: 'an error',
      end: { type: 'error', error: new GatewayError('upstream-failed', 'It failed.') },
    },
  ])('should cite nothing at $it', ({ end }) => {
    const found = end.type === 'error' ? sources(FIRST) : [];
    expect(run([text('a'), ...found, end])).toEqual([text('a'), end]);
  });
});

function run(parts: readonly StreamPart[]): readonly StreamPart[] {
  return runTransform(new CitationTransform(), parts);
}

function cite(parts: readonly StreamPart[]): readonly Citation[] {
  return run(parts).flatMap((part) => (part.type === 'citations' ? part.citations : []));
}

function sources(...list: readonly Source[]): readonly StreamPart[] {
  return list.map((source) => ({ type: 'source', source }));
}
