import { cpuTime } from '../../../../test/support/cpu-time';
import { hearAnswer, planOf, REJECTED, schemaFormat } from '../../../../test/support/formats';
import { GatewayError } from '../../../protocol/gateway-error';
import { GenerationFold } from '../../../protocol/fold-generation';
import type { OutputFormat } from '../../../protocol/output-format';
import type { Rejection } from '../../../protocol/rejection';
import type { StreamPart } from '../../../protocol/stream-part';
import { runTransform } from '../../../protocol/transform';

const live: OutputFormat = { type: 'json-object' };
const held = schemaFormat({ type: 'object' });
const stop: StreamPart = { type: 'finish', reason: 'stop' };
const failed: StreamPart = { type: 'error', error: new GatewayError('upstream-failed', 'x') };
const text = (said: string): StreamPart => ({ type: 'text', text: said });
const rewrite = (said: string): StreamPart => ({ type: 'rewrite', channel: 'text', text: said });
const call: readonly StreamPart[] = [
  { type: 'tool-input-start', index: 0, id: 'call_0', name: 'ping' },
  { type: 'tool-input-delta', index: 0, delta: '{}' },
  { type: 'tool-input-end', index: 0 },
  { type: 'finish', reason: 'tool-calls' },
];

function check(
  format: OutputFormat,
  parts: readonly (StreamPart | Rejection)[],
): readonly (StreamPart | Rejection)[] {
  return runTransform(planOf(format).check(), parts);
}

describe('FormatCheck', () => {
  it('should give out a value as it comes, but nothing that a repair could change', () => {
    const transform = planOf(live).check();
    const said = ['So: ', '{"a"', ': "he ', 'said"', ', ', '"b":[12', ',3', '],"c":tru', 'e}', '!'];
    const given = said.map((part) => hearAnswer(transform.push(text(part))).text);
    expect(given.slice(0, 6)).toEqual(['', '{"a', '": "he ', 'said', '"', ', "b":[']);
    expect(given.slice(6)).toEqual(['12', ',3],"c":', 'true}', '']);
  });

  it('should let through at once what is no text', () => {
    const parts: readonly StreamPart[] = [
      { type: 'start', upstream: 'x', ignoredParameters: [] },
      { type: 'reasoning', text: 'Hm {"a":' },
      { type: 'rewrite', channel: 'reasoning', text: 'Hm' },
      { type: 'source', source: { url: 'https://example.com/', title: 'x' } },
    ];
    for (const format of [live, held]) {
      const transform = planOf(format).check();
      for (const part of parts) expect(transform.push(part)).toEqual([part]);
    }
  });

  it.each([live, held])('should not mind the text of an answer that calls tools: %j', (format) => {
    const parts = [text('I call: '), text('{x}'), ...call];
    const checked = check(format, parts);
    expect(hearAnswer(checked)).toEqual({ text: 'I call: {x}', end: 'tool-calls' });
    expect(checked.slice(-4)).toEqual(call);
    const after = [...call.slice(0, 3), text('Done.'), { type: 'finish', reason: 'stop' } as const];
    expect(check(format, after)).toEqual(after);
  });

  it('should give out the rest of a value that calls follow', () => {
    const checked = check(live, [text('{"a":1'), ...call]);
    expect(hearAnswer(checked)).toEqual({ text: '{"a":1', end: 'tool-calls' });
  });

  it.each([live, held])(
    'should replace what was held by what the upstream edits in: %j',
    (format) => {
      const parts = [text('Well'), rewrite('So: {"a":'), text('1} ok'), stop];
      const checked = check(format, parts);
      expect(hearAnswer(checked)).toEqual({ text: '{"a":1}', end: 'stop' });
      expect(checked.some((part) => part.type === 'rewrite')).toBe(false);
    },
  );

  it.each([
    [[rewrite('So: {"b":2'), text('}.'), stop], '{"b":2}'],
    [[rewrite('So: {"b":[2,'), text(']}.'), stop], '{"b":[2]}'],
    [[rewrite('So: '), text('{"b":2}'), stop], '{"b":2}'],
  ])('should edit what was sent with %j', (edit, json) => {
    const checked = check(live, [text('It is {"a":1,'), ...edit]);
    expect(hearAnswer(checked)).toEqual({ text: json, end: 'stop' });
    const fold = new GenerationFold();
    for (const part of checked) if (part.type !== 'rejection') fold.add(part);
    expect(fold.result().text).toBe(json);
  });

  it.each([live, held])('should drop what it holds when the upstream fails: %j', (format) => {
    expect(check(format, [text('So: {'), failed])).toEqual([failed]);
    expect(check(format, [text('So: {')])).toEqual([]);
  });

  it('should end in an error when JSON that was sent breaks off beyond repair', () => {
    const checked = check(live, [text('{"a": "unescaped "quote", yes"} end'), stop, text('x')]);
    expect(hearAnswer(checked)).toEqual({
      text: '{"a": "unescaped ',
      end: 'error: structured_output_failed',
    });
  });

  it('should show in a rejection all that was said, and then say nothing', () => {
    const parts = [text('I '), text('cannot.'), stop, text('{"a":1}'), stop];
    expect(check(held, parts)).toEqual([{ ...REJECTED, said: 'I cannot.' }]);
  });

  it('should hand on a rejection of calls', () => {
    const rejected: Rejection = { ...REJECTED, demand: 'calls' };
    expect(check(live, [text('No'), rejected, stop])).toEqual([rejected]);
  });

  it.each([
    ['many names', (length: number) => `{${'"a":{"b":[1,true,"x"]},'.repeat(length / 24)}"z":0}`],
    ['one text', (length: number) => `{"a":"${'x'.repeat(length)}"}`],
    ['prose', (length: number) => `${'Is { or [ it?'.repeat(length / 13)} {"a":1}`],
    ['blanks', (length: number) => `{${' '.repeat(length)}"a":1}`],
    ['values that are not wanted', (length: number) => '[1, '.repeat(length / 4)],
    ['broken JSON', (length: number) => `{"a":${'"x" "y" '.repeat(length / 8)}}`],
  ])('should take ten times as long for ten times as much of %s', (_, answer) => {
    for (const format of [live, held]) {
      const run = (length: number): number => {
        const deltas = answer(length).match(/[\s\S]{1,7}/g) ?? [];
        const parts = [...deltas.map(text), stop];
        return cpuTime(() => {
          check(format, parts);
        });
      };
      run(100_000);
      const short = Math.min(run(100_000), run(100_000));
      // A hundred times as long if the work grew with the square.
      expect(run(1_000_000)).toBeLessThan(40 * short + 500);
    }
  });
});
