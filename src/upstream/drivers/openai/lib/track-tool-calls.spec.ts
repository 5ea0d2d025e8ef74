import fc from 'fast-check';
import { cuts } from '../../../../../test/support/arbitraries';
import { folded } from '../../../../../test/support/parts';
import { cutAt } from '../../../../../test/support/splits';
import type { FinishReason, StreamPart } from '../../../../protocol/stream-part';
import { ToolCallTracker } from './track-tool-calls';

interface Delta {
  readonly index?: unknown;
  readonly id?: unknown;
  readonly type?: unknown;
  readonly function?: unknown;
}

const PARIS = { id: 'call_1', name: 'weather', arguments: '{"city":"Paris"}' };
const ROME = { id: 'call_2', name: 'weather', arguments: '{"city":"Rome"}' };

describe('ToolCallTracker', () => {
  it('should give the name at once and the arguments as they come', () => {
    const tracker = trackerWith();
    expect(tracker.push([named(0, 'call_1', 'weather', '')])).toEqual([
      { type: 'tool-input-start', index: 0, id: 'call_1', name: 'weather' },
    ]);
    expect(tracker.push([more(0, '{"city":')])).toEqual([
      { type: 'tool-input-delta', index: 0, delta: '{"city":' },
    ]);
    expect(tracker.push([more(0, '"Paris"} {}')])).toEqual([
      { type: 'tool-input-delta', index: 0, delta: '"Paris"}' },
      { type: 'tool-input-end', index: 0 },
    ]);
  });

  it.each<{ it: string; deltas: readonly unknown[]; calls: readonly object[] }>([
    {
      it: 'the id late',
      deltas: [named(0, undefined, 'weather'), { ...more(0, PARIS.arguments), id: 'call_1' }],
      calls: [{ ...PARIS, id: 'new_1' }],
    },
    {
      it: 'the name last',
      deltas: [more(0, '{"city":'), more(0, '"Paris"}'), named(0, 'call_1', 'weather')],
      calls: [PARIS],
    },
    {
      it: 'another id on each delta',
      deltas: [named(0, 'call_1', 'weather', '{"city":'), { ...more(0, '"Paris"}'), id: 'call_9' }],
      calls: [PARIS],
    },
    {
      it: 'index 0 for all, without ids',
      deltas: [named(0, undefined, 'weather', PARIS.arguments), named(0, undefined, 'time', '{}')],
      calls: [
        { ...PARIS, id: 'new_1' },
        { id: 'new_2', name: 'time', arguments: '{}' },
      ],
    },
    {
      it: 'ids without indices',
      deltas: [
        named(null, 'call_1', 'weather', '{"city":'),
        named(null, 'call_2', 'weather', '{"city":'),
        { id: 'call_1', function: { arguments: '"Paris"}' } },
        { id: 'call_2', function: { arguments: '"Rome"}' } },
      ],
      calls: [PARIS, ROME],
    },
    {
      it: 'neither ids nor indices',
      deltas: [
        named(null, undefined, 'weather', '{"city":'),
        { function: { arguments: '"Paris"}' } },
        named(null, undefined, 'weather', ROME.arguments),
      ],
      calls: [
        { ...PARIS, id: 'new_1' },
        { ...ROME, id: 'new_2' },
      ],
    },
    {
      it: 'an index that begins at 3',
      deltas: [named(3, 'call_1', 'weather', PARIS.arguments)],
      calls: [PARIS],
    },
    {
      it: 'a delta that says nothing',
      deltas: [{ index: 0 }, null, 7, [], {}, named(1, 'call_1', 'weather', PARIS.arguments)],
      calls: [PARIS],
    },
    {
      it: 'a call of its own tools',
      deltas: [
        { index: 0, id: 'x', type: 'web_search', web_search: {} },
        named(1, 'call_1', 'weather', PARIS.arguments),
      ],
      calls: [PARIS],
    },
    {
      it: 'name and arguments without a function',
      deltas: [{ index: 0, id: 'call_1', name: 'weather', arguments: PARIS.arguments }],
      calls: [PARIS],
    },
    {
      it: 'null for no arguments',
      deltas: [named(0, 'call_1', 'now', null)],
      calls: [{ id: 'call_1', name: 'now', arguments: '{}' }],
    },
    {
      it: '"null" for no arguments',
      deltas: [named(0, 'call_1', 'now', 'nu'), more(0, 'll')],
      calls: [{ id: 'call_1', name: 'now', arguments: '{}' }],
    },
    {
      it: 'blanks for no arguments',
      deltas: [named(0, 'call_1', 'now', ' \n')],
      calls: [{ id: 'call_1', name: 'now', arguments: '{}' }],
    },
    {
      it: 'an object for the text',
      deltas: [named(0, 'call_1', 'weather', { city: 'Paris' }), more(0, { city: 'Paris' })],
      calls: [PARIS],
    },
  ])('should read a server that sends $it', ({ deltas, calls }) => {
    for (const reason of ['stop', 'tool-calls'] as const) {
      const { generation, end } = track([deltas], reason);
      expect(generation.toolCalls).toEqual(calls);
      expect(end).toBe('tool-calls');
      // The same, one delta at a time.
      expect(
        track(
          deltas.map((delta) => [delta]),
          reason,
        ).generation.toolCalls,
      ).toEqual(calls);
    }
  });

  it.each(['{"city":"Pa', '[1]', '"text"', '{"city":Paris}', "{'city':1}", 'nul', 7, [1]])(
    'should find %j to be no complete arguments, unless a limit cut them',
    (given) => {
      const deltas = [[named(0, 'call_1', 'weather', given)]];
      expect(track(deltas, 'tool-calls').end).toBeUndefined();
      expect(track(deltas, 'stop').end).toBeUndefined();
      const cut = track(deltas, 'length');
      expect(cut.end).toBe('length');
      expect(cut.parts.some((part) => part.type === 'tool-input-end')).toBe(false);
    },
  );

  it('should not guess arguments that a limit cut off', () => {
    const { parts, end } = track([[named(0, 'call_1', 'weather', '')]], 'length');
    expect(parts.map((part) => part.type)).toEqual(['tool-input-start']);
    expect(end).toBe('length');
  });

  it('should find arguments without a name to be no call', () => {
    expect(track([[more(0, '{}')]], 'tool-calls').end).toBeUndefined();
    expect(track([[{ index: 0 }]], 'tool-calls').end).toBe('stop');
  });

  it('should let only the first call pass where the request allows one', () => {
    const tracker = trackerWith(false);
    const parts = [
      ...tracker.push([named(0, 'call_1', 'weather', '{"city"'), named(1, 'call_2', 'time', '{"')]),
      ...tracker.push([more(1, 'zone'), more(0, ':"Paris"}')]),
    ];
    const end = tracker.finish('tool-calls');
    expect(folded([...parts, ...end.parts]).toolCalls).toEqual([PARIS]);
    expect(end.reason).toBe('tool-calls');
  });

  it('should keep content-filter and length as reasons', () => {
    const whole = [[named(0, 'call_1', 'weather', PARIS.arguments)]];
    expect(track(whole, 'content-filter').end).toBe('content-filter');
    expect(track(whole, 'length').end).toBe('length');
  });

  it('should refuse arguments that are deeper than any reader', () => {
    const deep = `{"a":${'['.repeat(300)}${']'.repeat(300)}}`;
    expect(track([[named(0, 'call_1', 'f', deep)]], 'stop').end).toBeUndefined();
    const value: unknown = JSON.parse(deep);
    expect(track([[named(0, 'call_1', 'f', value)]], 'stop').end).toBeUndefined();
  });

  it('should give any calls as they are, however they are cut and interleaved', () => {
    const call = fc.record({ value: fc.dictionary(fc.string(), fc.jsonValue()), at: cuts });
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 4 }), (calls) => {
        const texts = calls.map(({ value }) => JSON.stringify(value));
        const pieces = calls.map(({ at }, index) => cutAt(texts[index] ?? '', at));
        const deltas: Delta[] = pieces.map((_, index) =>
          named(index, `call_${String(index)}`, 'f'),
        );
        for (let turn = 0; turn < Math.max(...pieces.map((list) => list.length)); turn += 1) {
          pieces.forEach((list, index) => deltas.push(more(index, list[turn])));
        }
        const { generation, end } = track(
          deltas.map((delta) => [delta]),
          'stop',
        );
        expect(generation.toolCalls.map((given) => given.arguments)).toEqual(texts);
        expect(end).toBe('tool-calls');
      }),
    );
  });
});

function named(index: number | null, id: string | undefined, name: string, given?: unknown): Delta {
  return { index, id, type: 'function', function: { name, arguments: given } };
}

function more(index: number, given: unknown): Delta {
  return { index, function: { arguments: given } };
}

function trackerWith(allowsParallelCalls = true): ToolCallTracker {
  let ids = 0;
  return new ToolCallTracker({ allowsParallelCalls, newId: () => `new_${String((ids += 1))}` });
}

function track(
  deltas: readonly (readonly unknown[])[],
  reason: FinishReason,
): {
  readonly generation: ReturnType<typeof folded>;
  readonly parts: readonly StreamPart[];
  readonly end: FinishReason | undefined;
} {
  const tracker = trackerWith();
  const parts: StreamPart[] = deltas.flatMap((list) => tracker.push(list));
  const end = tracker.finish(reason);
  parts.push(...end.parts);
  return { generation: folded(parts), parts, end: end.reason };
}
