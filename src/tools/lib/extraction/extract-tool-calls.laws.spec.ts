import fc from 'fast-check';
import {
  cutInto,
  extract,
  extractorFor,
  hear,
  textSplits,
  toolOf,
} from '../../../../test/support/extraction';
import { toolUse, troublesomeText } from '../../../../test/support/tool-arbitraries';
import type { FinishReason, StreamPart } from '../../../protocol/stream-part';
import { runTransform } from '../../../protocol/transform';

const weather = toolOf(
  'get_weather',
  { city: { type: 'string' }, days: { type: 'integer' } },
  { required: ['city', 'days'] },
);
const ping = toolOf('ping', { note: { type: 'string' } });
const tools = [weather, ping];
const given = '{"city":"北京 \\"x\\" {é}","days":3}';

/** One call in each form that models write. */
const forms: Readonly<Record<string, (name: string, json: string) => string>> = {
  'a fenced list': (name, json) =>
    `\`\`\`json\n{"tool_calls":[{"id":"call_1","type":"function","function":{"name":"${name}","arguments":${json}}}]}\n\`\`\``,
  'a fence without language': (name, json) =>
    `\`\`\`\n{"tool_calls": [{"name": "${name}", "arguments": ${json}}]}\n\`\`\``,
  'a bare list': (name, json) =>
    `{ "tool_calls" : [ {"function" : {"name":"${name}", "arguments" : ${json} } } ] }`,
  'arguments as text': (name, json) =>
    `{"tool_calls":[{"function":{"name":"${name}","arguments":${JSON.stringify(json)}}}]}`,
  'arguments first': (name, json) =>
    `{"tool_calls":[{"function":{"arguments":${json},"name":"${name}"}}]}`,
  'a Hermes call': (name, json) =>
    `<tool_call>\n{"name": "${name}", "arguments": ${json}}\n</tool_call>`,
  'a tag with JSON': (name, json) => `<tool_call>${name}\n${json}\n</tool_call>`,
  'a spoken call': (name, json) => `调用函数：${name} 参数：${json}`,
  'a GLM 4.5 call': (name, json) => `<tool_call>${name}\n${pairs(json, '\n')}</tool_call>`,
  'a GLM 4.7 call': (name, json) => `<tool_call>${name}${pairs(json, '')}</tool_call>`,
};
const formNames = Object.keys(forms);

describe('ToolCallExtractor, whatever the model does', () => {
  it('should give the client what the model wrote', () => {
    const jsonForms = formNames.filter((name) => !name.startsWith('a GLM'));
    const sample = fc.record({
      use: toolUse,
      form: fc.constantFrom(...jsonForms),
      space: fc.constantFrom(undefined, 2),
      before: fc.constantFrom(
        '',
        'Sure.',
        '好的，我来查。',
        'if (a < b) { c } `x`',
        'A [1] "b"\n\nc',
      ),
      lengths: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(sample, ({ use: { tool, given: values }, form, space, before, lengths }) => {
        const call = forms[form]?.(tool.name, JSON.stringify(values, undefined, space)) ?? '';
        const heard = hear(extract([tool], cutInto(`${before}\n${call}`, lengths)));
        expect(heard).toMatchObject({ text: before, end: 'tool-calls' });
        expect(heard.calls).toHaveLength(1);
        expect(heard.calls[0]).toMatchObject({ name: tool.name, isComplete: true });
        expect(JSON.parse(heard.calls[0]?.json ?? '')).toEqual(JSON.parse(JSON.stringify(values)));
      }),
      { numRuns: 500 },
    );
  });

  it('should lose and add nothing where there is no call', () => {
    fc.assert(
      fc.property(
        fc.array(troublesomeText, { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
        (pieces, lengths) => {
          const text = pieces.join('');
          const heard = hear(extract([toolOf('undeclared_elsewhere')], cutInto(text, lengths)));
          expect(heard).toEqual({ text, calls: [], end: 'stop' });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('should hear the same of any mixture of text and calls, however it is split', () => {
    const call = fc
      .constantFrom(...formNames)
      .map((form) => forms[form]?.('get_weather', given) ?? '');
    const pieces = fc.array(fc.oneof(troublesomeText, call), { minLength: 1, maxLength: 6 });
    const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(pieces, lengths, fc.constantFrom('stop', 'length'), (mixed, cuts, reason) => {
        const text = mixed.join('');
        const whole = hear(extract(tools, [text], reason));
        expect(hear(extract(tools, cutInto(text, cuts), reason))).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  describe.each(formNames)('with %s', (form) => {
    const call = forms[form]?.('get_weather', given) ?? '';
    const text = `Sure.\n${call}`;

    it('should find the call', () => {
      expect(hear(extract(tools, [text]))).toMatchObject({
        text: 'Sure.',
        calls: [{ name: 'get_weather', json: given, isComplete: true }],
        end: 'tool-calls',
      });
    });

    it.each<FinishReason>(['stop', 'length'])(
      'should never complete what was cut anywhere, with reason %s',
      (reason) => {
        for (let cut = 1; cut < text.length; cut += 1) {
          const shown = text.slice(0, cut);
          const { calls, end, text: said } = hear(extract(tools, shown.split(''), reason));
          const [heard] = calls;
          if (heard === undefined) {
            expect({ said, end }).toEqual({ said: shown, end: reason });
          } else if (heard.isComplete) {
            expect(heard.json).toBe(given);
            expect(end).toBe(reason === 'stop' ? 'tool-calls' : 'length');
          } else {
            expect(given.startsWith(heard.json)).toBe(true);
            // Text in quotes is not complete before its last quote.
            if (form !== 'arguments as text') expect(heard.json).not.toBe(given);
            expect(end).toBe(reason === 'stop' ? 'invalid_tool_call' : 'length');
          }
        }
      },
    );

    it('should hear the same however it is split', () => {
      const whole = hear(extract(tools, [text]));
      for (const deltas of textSplits(text)) expect(hear(extract(tools, deltas))).toEqual(whole);
    });

    it('should start to send before the call is complete', () => {
      const extractor = extractorFor(tools);
      const early = cutInto(text.slice(0, text.lastIndexOf('é')), [1]).flatMap((delta) =>
        extractor.push({ type: 'text', text: delta }),
      );
      // The name comes after all arguments: nothing can be sent before.
      if (form === 'arguments first') expect(hear(early).calls).toEqual([]);
      else expect(hear(early).calls).toMatchObject([{ json: '{"city":"北京 \\"x\\" {' }]);
    });
  });

  it('should leave an optional argument open when the answer was cut', () => {
    const text = '<tool_call>ping\n<arg_key>note</arg_key>\n<arg_value>x</arg_value>\n';
    expect(hear(extract(tools, [text], 'length'))).toMatchObject({
      calls: [{ json: '{"note":"x"', isComplete: false }],
      end: 'length',
    });
    expect(hear(extract(tools, ['<tool_call>ping'], 'length'))).toMatchObject({
      text: '<tool_call>ping',
      calls: [],
      end: 'length',
    });
  });

  it('should hold back no more than the start of a marker', () => {
    const extractor = extractorFor(tools);
    const push = (text: string): string => hear(extractor.push({ type: 'text', text })).text;
    expect(push('a < b and a')).toBe('a < b and a');
    expect(push(' <tool')).toBe('');
    expect(push('box>')).toBe(' <toolbox>');
    expect(push('<tool_call>la')).toBe('<tool_call>la');
    expect(push(' {"tool_')).toBe('');
    expect(push('s": [1]} 调用')).toBe(' {"tool_s": [1]}');
    expect(push('者')).toBe(' 调用者');
  });

  it('should end with the first call when there may be only one', () => {
    const text = '<tool_call>ping</tool_call><tool_call>ping</tool_call>and so on';
    const parts = text.split('').map((delta): StreamPart => ({ type: 'text', text: delta }));
    const heard = hear(runTransform(extractorFor(tools, false), parts));
    expect(heard).toMatchObject({ text: '', calls: [{ name: 'ping' }], end: 'tool-calls' });
    expect(heard.calls).toHaveLength(1);
  });

  it.each(['<tool_response>', '<|observation|>', '<|user|>'])(
    'should end where the model goes on with %s',
    (turn) => {
      const text = `<tool_call>ping</tool_call>\n${turn}pong`;
      const parts = text.split('').map((delta): StreamPart => ({ type: 'text', text: delta }));
      const heard = hear(runTransform(extractorFor(tools), parts));
      expect(heard).toMatchObject({ text: '', calls: [{ name: 'ping' }], end: 'tool-calls' });
    },
  );

  it('should not search reasoning', () => {
    const reasoning: StreamPart = { type: 'reasoning', text: '<tool_call>ping</tool_call>' };
    expect(extractorFor(tools).push(reasoning)).toEqual([reasoning]);
  });

  it('should search a text that the upstream rewrote', () => {
    const parts = runTransform(extractorFor(tools), [
      { type: 'text', text: 'Let me' },
      { type: 'rewrite', channel: 'text', text: 'Now:\n<tool_call>ping</tool_call>' },
      { type: 'finish', reason: 'stop' },
    ]);
    expect(parts).toContainEqual({ type: 'rewrite', channel: 'text', text: 'Now:' });
    expect(hear(parts)).toMatchObject({ calls: [{ name: 'ping' }], end: 'tool-calls' });
  });

  it('should release what it held when the upstream breaks off', () => {
    const parts = runTransform(extractorFor(tools), [{ type: 'text', text: 'see <tool_call>pi' }]);
    expect(hear(parts)).toMatchObject({ text: 'see <tool_call>pi', calls: [] });
  });
});

function pairs(json: string, line: string): string {
  return Object.entries(JSON.parse(json) as Record<string, unknown>)
    .map(
      ([key, value]) =>
        `<arg_key>${key}</arg_key>${line}<arg_value>${typeof value === 'string' ? value : JSON.stringify(value)}</arg_value>${line}`,
    )
    .join('');
}
