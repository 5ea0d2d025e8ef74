import fc from 'fast-check';
import { extractBlockSources, extractReferences, extractResults } from './extract-sources';

const HIT = { title: 'One', url: 'https://one.example' };

describe('extractBlockSources', () => {
  it('should list the hits of a search block under the markers of its turn', () => {
    const result = JSON.stringify([
      { ...HIT, index: 3 },
      { name: 'Two', link: 'http://two.example/a?b=c' },
    ]);
    expect(extractBlockSources(block(result), 2)).toEqual([
      { ...HIT, marker: '【turn2search3】' },
      { title: 'Two', url: 'http://two.example/a?b=c', marker: '【turn2search1】' },
    ]);
  });

  it('should read a result that is text', () => {
    const sources = extractBlockSources(block('[ref_id=turn0search0†One†https://one.example]'), 0);
    expect(sources).toEqual([{ ...HIT, marker: '【turn0search0】' }]);
  });

  it.each([
    ['no JSON', '{"type":"mcp"'],
    ['no object', '[]'],
    ['no data', '{}'],
    ['no metadata', '{"data":{}}'],
    ['no result', '{"data":{"metadata":{}}}'],
    ['a result that is no text', '{"data":{"metadata":{"result":[{"url":"https://a.example"}]}}}'],
    ['an empty result', block('')],
  ])('should give nothing for a block of %s', (_it, text) => {
    expect(extractBlockSources(text, 0)).toEqual([]);
  });
});

describe('extractReferences', () => {
  it('should list the references of a text in order', () => {
    const text =
      '[ref_id=turn0search0†One†https://one.example]\nDate: …\n\n[ref_id=a_1††https://two.example]';
    expect(extractReferences(text)).toEqual([
      { ...HIT, marker: '【turn0search0】' },
      { title: '', url: 'https://two.example', marker: '【a_1】' },
    ]);
  });

  it.each([
    'no reference',
    '[ref_id=†One†https://one.example]',
    '[ref_id=a†One]',
    '[ref_id=a†One†javascript:alert(1)]',
    '[ref_id=a†One†https://one.example',
  ])('should give nothing for %s', (text) => {
    expect(extractReferences(text)).toEqual([]);
  });
});

describe('extractResults', () => {
  it('should number results as the answer cites them', () => {
    expect(extractResults([HIT, null, { ...HIT, link: 'https://x.example' }])).toEqual([
      { ...HIT, marker: '[1]' },
      { ...HIT, marker: '[3]' },
    ]);
  });

  it.each([
    ['an address that is none', { url: 'not a url' }],
    ['another scheme', { url: 'javascript:alert(1)' }],
    ['a file', { url: 'file:///etc/passwd' }],
    ['an address that is too long', { url: `https://a.example/${'x'.repeat(3000)}` }],
    ['an address that is no text', { url: 7 }],
    ['no address', { title: 'One' }],
    ['text', 'https://one.example'],
  ])('should leave out a result with %s', (_it, result) => {
    expect(extractResults([result])).toEqual([]);
  });

  it('should shorten titles and lists that are too long', () => {
    const results = Array.from({ length: 1000 }, () => ({ ...HIT, title: 'x'.repeat(5000) }));
    const sources = extractResults(results);
    expect(sources).toHaveLength(200);
    expect(sources[0]?.title).toHaveLength(512);
  });

  it('should give only web addresses for any value', () => {
    const item = fc.record({ url: fc.oneof(fc.webUrl(), fc.anything()), title: fc.anything() });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(item)), (results) => {
        for (const { url } of extractResults(results)) expect(url).toMatch(/^https?:\/\//i);
      }),
    );
  });
});

function block(result: string): string {
  return JSON.stringify({ type: 'mcp', data: { metadata: { name: 'search', result } } });
}
