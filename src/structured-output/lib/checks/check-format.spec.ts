import fc from 'fast-check';
import { cuts } from '../../../../test/support/arbitraries';
import { textSplits } from '../../../../test/support/extraction';
import { checkAnswer, schemaFormat } from '../../../../test/support/formats';
import { cutAt } from '../../../../test/support/splits';
import type { OutputFormat } from '../../../protocol/output-format';
import type { FinishPart } from '../../../protocol/stream-part';

const object: OutputFormat = { type: 'json-object' };
const anyObject = schemaFormat({ type: 'object' });
const NOT_JSON = 'rejection: the answer is not JSON.';

/** Ways to bring an object about: as it comes, held back, and as a native upstream enforces it. */
const ways = [
  { way: 'live', format: object, native: 'text' },
  { way: 'held', format: anyObject, native: 'json-object' },
  { way: 'native', format: anyObject, native: 'json-schema' },
] as const;

describe.each(ways)('FormatCheck of an object, $way', ({ format, native }) => {
  it.each([
    ['JSON alone', '{"a":[1,-2.5e3,true,null,{}]}', '{"a":[1,-2.5e3,true,null,{}]}'],
    ['blanks around', '\n {"a":1}\n', '{"a":1}'],
    ['a fence', '```json\n{"a":1}\n```', '{"a":1}'],
    ['a fence without language', '```\n{"a":1}```', '{"a":1}'],
    ['prose around', 'Here it is: {"a":1}. Do you like {"b":2}?', '{"a":1}'],
    ['prose and a fence', 'Sure!\n```json\n{"a":1}\n```\nHope [this] helps {x}', '{"a":1}'],
    ['braces in prose', 'Use {name} or {} or {0}: {"a":1}', '{"a":1}'],
    ['marks of sources in prose', '[1] says "no", [2] don\'t: {"a":1}', '{"a":1}'],
    ['intervals in prose', 'In [0, 10) there is {"a":1}', '{"a":1}'],
    ['a thought', '<think>{"x":1} or so?</think>\n{"a":1}', '{"a":1}'],
    ['nested braces', '{"a":{"b":[{"c":{}}]},"d":[[]]} }', '{"a":{"b":[{"c":{}}]},"d":[[]]}'],
    ['braces, fences and quotes in texts', JSON.stringify({ a: '```js\n}"\\{[' }), undefined],
    [
      'emoji and escapes',
      '{"a":"😀 \\ud83d\\ude00 \\"\\\\"} 😀',
      '{"a":"😀 \\ud83d\\ude00 \\"\\\\"}',
    ],
    ['two objects', '{"a":1}\n{"b":2}', '{"a":1}'],
    ['an empty object', '{}', '{}'],
    ['a comma too much', '```json\n{"a":[1,2,],}\n```\nHope this helps', '{"a":[1,2]}'],
    ['a comma missing', '{"a":1 "b":2}', '{"a":1, "b":2}'],
    ['single quotes', "{'a':'it\\'s','b':'}'}", '{"a":"it\'s","b":"}"}'],
    ['names without quotes', 'So: {a:1,b_c:{d:2}}', '{"a":1,"b_c":{"d":2}}'],
    ['literals of Python', '{"a":True,"b":[None,False]}', '{"a":true,"b":[null,false]}'],
    ['comments', '{"a":1, // one\n"b":2 /* two */}', '{"a":1, \n"b":2 }'],
    ['breaks in a text', '{"a":"x\ny"}', '{"a":"x\\ny"}'],
    ['quotes in a text', '{"a":"he said "hi" to me"}', '{"a":"he said \\"hi\\" to me"}'],
    ['an escape that is none', '{"a":"it\\\'s"}', '{"a":"it\'s"}'],
    ['no end', '{"a":{"b":[1,2', '{"a":{"b":[1,2]}}'],
    ['no end within a fence', '```json\n{"a":{"b":"x"\n```', '{"a":{"b":"x"}}'],
    ['no end before prose', '{"a":{"b":"x"}\n```\nHope this helps', '{"a":{"b":"x"}}'],
  ])('should make JSON of an answer with %s, however it is split', (_, answer, expected) => {
    const json = expected ?? answer;
    for (const deltas of textSplits(answer)) {
      const heard = checkAnswer(format, deltas, { native });
      expect(heard.end).toBe('stop');
      expect(JSON.parse(heard.text)).toEqual(JSON.parse(json));
    }
    expect(checkAnswer(format, [answer], { native }).text.replaceAll(/\s/g, '')).toBe(
      json.replaceAll(/\s/g, ''),
    );
  });

  it.each(['', 'I cannot do that.', 'Use {name} or [1].', '```json\n```', 'True'])(
    'should reject %j, which is no JSON',
    (answer) => {
      for (const deltas of [[answer], ...textSplits(answer)]) {
        expect(checkAnswer(format, deltas, { native })).toEqual({ text: '', end: NOT_JSON });
        expect(checkAnswer(format, deltas, { native, isSecond: true }).end).toBe(NOT_JSON);
      }
    },
  );

  it.each(['[{"a":1}]', '```json\n[{"a":1},]\n```', '"text"', '42'])(
    'should reject %s, which is another value',
    (answer) => {
      for (const deltas of [[answer], ...textSplits(answer)]) {
        const heard = checkAnswer(format, deltas, { native });
        expect(heard).toEqual({ text: '', end: expect.stringContaining('object.') as string });
      }
    },
  );

  it.each<readonly [Omit<FinishPart, 'type'>, string, string]>([
    [{ reason: 'length' }, '{"a":[1,2,', '{"a":[1,2,'],
    [{ reason: 'length' }, 'Sure: ```json\n{"a":"x', '{"a":"x'],
    [{ reason: 'length' }, '{"a":tru', '{"a":tru'],
    [{ reason: 'length' }, "So {'a': 'x", "{'a': 'x"],
    [{ reason: 'length' }, 'Well, let me', 'Well, let me'],
    [{ reason: 'length' }, '```json\n{"a":1}\n```\nThis is', '{"a":1}'],
    [{ reason: 'content-filter' }, '{"a":"x', '{"a":"x'],
    [{ reason: 'stop', stopSequence: ';' }, '{"a":"x', '{"a":"x'],
  ])('should give out what there is of an answer cut with %j: %s', (...given) => {
    const [finish, answer, expected] = given;
    for (const deltas of [[answer], ...textSplits(answer)]) {
      const heard = checkAnswer(format, deltas, { native, finish });
      expect(heard).toEqual({ text: expected, end: finish.reason });
    }
  });

  it('should leave any JSON as it is, between any words, however it is split', () => {
    const words = fc.constantFrom('', 'Here: ', '```json\n', 'It is {x}: ', '<think>{</think>');
    const value = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(words, value, fc.constantFrom(undefined, 2), cuts, (before, json, indent, at) => {
        const written = JSON.stringify(json, null, indent);
        const answer = `${before}${written}\n\`\`\`\nDone.`;
        expect(checkAnswer(format, cutAt(answer, at), { native })).toEqual({
          text: written,
          end: 'stop',
        });
      }),
      { numRuns: 200 },
    );
  });

  it('should give JSON or say that it is none, whatever the answer', () => {
    const letters = fc.constantFrom(...'{}[]":,\'\\ \n`a1-.eu/', 'true', '{"a":', '</think>', '😀');
    const answers = fc.array(letters, { maxLength: 25 }).map((some) => `{"a":${some.join('')}`);
    fc.assert(
      fc.property(answers, cuts, (answer, at) => {
        const whole = checkAnswer(format, [answer], { native });
        expect(checkAnswer(format, cutAt(answer, at), { native })).toEqual(whole);
        expect(() => whole.end !== 'stop' || Boolean(JSON.parse(whole.text))).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

describe('FormatCheck of a schema', () => {
  const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
  const misfit = '```json\n{"city":5}\n```';
  const PROBLEM = 'rejection: the answer does not fit the schema: city must be string.';

  it.each([
    { it: 'reject', strict: true, isSecond: false, heard: { text: '', end: PROBLEM } },
    { it: 'reject', strict: false, isSecond: false, heard: { text: '', end: PROBLEM } },
    { it: 'reject', strict: true, isSecond: true, heard: { text: '', end: PROBLEM } },
    { it: 'pass on', strict: false, isSecond: true, heard: { text: '{"city":5}', end: 'stop' } },
  ])('should $it what does not fit: strict $strict, second $isSecond', (given) => {
    const { strict, isSecond, heard } = given;
    expect(checkAnswer(schemaFormat(city, strict), [misfit], { isSecond })).toEqual(heard);
  });

  it.each([
    { strict: true, end: 'error: structured_output_failed' },
    { strict: false, end: 'stop' },
  ])('should end with "$end" what a native upstream got wrong: strict $strict', (given) => {
    const checked = checkAnswer(schemaFormat(city, given.strict), [misfit], {
      native: 'json-schema',
    });
    expect(checked).toEqual({ text: '{"city":5}', end: given.end });
  });

  it.each([
    [{ type: 'array' }, 'See [note] and then:\n```json\n[1,2]\n```', '[1,2]'],
    [{ type: 'array' }, '[[1],["a"],]', '[[1],["a"]]'],
    [{ type: 'array', items: { type: 'object' } }, 'So: [{"a":1}] it is', '[{"a":1}]'],
    [{ type: 'string' }, ' "a {b} [c] ```" ', '"a {b} [c] ```"'],
    [{ type: 'integer' }, '```\n42\n```', '42'],
    [{ type: 'boolean' }, 'True', 'true'],
    [{ enum: ['a', 1, null] }, 'null', 'null'],
    [{ anyOf: [{ type: 'string' }, { type: 'object' }] }, '"say {\\"a\\":1}"', '"say {\\"a\\":1}"'],
    [{}, 'Here: {"a":1}', '{"a":1}'],
  ])('should find a value of %j in %j', (schema, answer, json) => {
    for (const native of ['text', 'json-schema'] as const) {
      for (const deltas of [[answer], ...textSplits(answer)]) {
        const heard = checkAnswer(schemaFormat(schema), deltas, { native });
        expect(heard).toEqual({ text: json, end: 'stop' });
      }
    }
  });

  it('should not take a part of another value for the answer', () => {
    const heard = checkAnswer(schemaFormat({ type: 'array' }), ['{"items":[1,2]}']);
    expect(heard.end).toContain('the value must be array');
  });
});
