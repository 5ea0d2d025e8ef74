import { ignoredTools, otherParameters, toIgnoredHeader } from './other-parameters';

const HONOURED = new Set(['model', 'messages', 'n']);

describe('otherParameters', () => {
  it.each<{ it: string; body: object; names: readonly string[] }>([
    { it: 'none of an empty request', body: {}, names: [] },
    {
      it: 'none that the gateway honours',
      body: { model: 'a', messages: [1], n: 1 },
      names: [],
    },
    {
      it: 'those that the gateway does not know, as they came',
      body: { seed: 7, model: 'a', logit_bias: { 50: 1 }, user: 'ann' },
      names: ['seed', 'logit_bias', 'user'],
    },
    {
      it: 'none that asks for nothing',
      body: {
        frequency_penalty: 0,
        presence_penalty: null,
        logit_bias: {},
        tools: [],
        store: false,
        user: undefined,
      },
      names: [],
    },
    {
      it: 'those that ask for something with what is nothing elsewhere',
      body: { seed: 0, do_sample: false, skip_special_tokens: false, min_tokens: 0 },
      names: ['seed', 'do_sample', 'skip_special_tokens'],
    },
    {
      it: 'no seed that is null',
      body: { seed: null, do_sample: undefined },
      names: [],
    },
    {
      it: 'those that turn something on',
      body: { store: true, tools: [{}] },
      names: ['store', 'tools'],
    },
  ])('should give $it', ({ body, names }) => {
    expect(Object.keys(otherParameters(body, HONOURED))).toEqual(names);
  });
});

describe('ignoredTools', () => {
  it('should name the tools of unknown types', () => {
    const tools = [{ type: 'function' }, { type: 'web_search' }, { type: 'namespace' }];
    expect(ignoredTools({ tools })).toEqual(['tools[1]', 'tools[2]']);
  });
});

describe('toIgnoredHeader', () => {
  it('should be absent when everything had an effect', () => {
    expect(toIgnoredHeader([])).toBeUndefined();
  });

  it('should list only what a header can carry', () => {
    const names = ['a b', 'x\r\nSet-Cookie: a', '思', '', `x${'y'.repeat(64)}`, 'ok', 'tools[1]'];
    expect(toIgnoredHeader(names)).toBe('ok, tools[1]');
  });

  it('should list a bounded number', () => {
    const names = Array.from({ length: 500 }, (_, index) => `p${String(index)}`);
    expect(toIgnoredHeader(names)?.split(', ')).toHaveLength(32);
  });
});
