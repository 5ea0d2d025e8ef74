import { ignoredParameters } from './ignored-parameters';

describe('ignoredParameters', () => {
  it.each<{ it: string; body: object; names: readonly string[] }>([
    { it: 'none of an empty request', body: {}, names: [] },
    {
      it: 'none that the gateway honours',
      body: { model: 'a', messages: [1], stream: true, temperature: 1, stop: 'x', n: 1 },
      names: [],
    },
    {
      it: 'those without effect, as they came',
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
      it: 'those that turn something on',
      body: { store: true, tools: [{}] },
      names: ['store', 'tools'],
    },
    {
      it: 'none that a header cannot carry',
      body: { 'a b': 1, 'x\r\nSet-Cookie: a': 1, 思: 1, '': 1, [`x${'y'.repeat(64)}`]: 1, ok: 1 },
      names: ['ok'],
    },
  ])('should list $it', ({ body, names }) => {
    expect(ignoredParameters(body, false)).toEqual(names);
  });

  it('should list the tools that it does not know when tools are on, and none of the others', () => {
    const tools = [{ type: 'function' }, { type: 'web_search' }, { type: 'namespace' }];
    const body = { tools, tool_choice: 'auto', parallel_tool_calls: true };
    expect(ignoredParameters(body, true)).toEqual(['tools[1]', 'tools[2]']);
    expect(ignoredParameters(body, false)).toEqual(Object.keys(body));
  });

  it('should list a bounded number', () => {
    const body = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`p${String(index)}`, 1]),
    );
    expect(ignoredParameters(body, true)).toHaveLength(32);
  });
});
