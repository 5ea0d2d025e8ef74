import fc from 'fast-check';
import { cuts, line } from '../../../test/support/arbitraries';
import { failureOf } from '../../../test/support/failure';
import { cutAt, everySplit } from '../../../test/support/splits';
import { GatewayError } from '../gateway-error';
import { runTransform } from '../transform';
import { SseDecoder, type SseEvent } from './decode-sse';

const LIMIT = 10_000;

describe('SseDecoder', () => {
  const cases: readonly { it: string; stream: string; data: readonly string[] }[] = [
    {
      it: 'join the data lines of one event',
      stream: 'data: YHOO\ndata: +2\ndata: 10\n\n',
      data: ['YHOO\n+2\n10'],
    },
    {
      it: 'ignore comments, ids and unknown fields',
      stream: ': test stream\n\ndata: first\nid: 1\nretry: 5\nfoo: bar\n\ndata:second\nid\n\n',
      data: ['first', 'second'],
    },
    {
      it: 'give events of empty data and no event without data',
      stream: 'data\n\ndata\ndata\n\nevent: x\n\n\n\n',
      data: ['', '\n'],
    },
    {
      it: 'remove one blank after the colon and no more',
      stream: 'data:test\n\ndata: test\n\ndata:  test\n\ndata:\ttest\n\n',
      data: ['test', 'test', ' test', '\ttest'],
    },
    { it: 'end lines at CR', stream: 'data: a\rdata: b\r\rdata: c\r\r', data: ['a\nb', 'c'] },
    {
      it: 'end lines at CRLF',
      stream: 'data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n',
      data: ['a\nb', 'c'],
    },
    {
      it: 'tell mixed line ends apart',
      stream: 'data: a\rdata: b\n\r\ndata: c\r\n\rdata: d\n\n',
      data: ['a\nb', 'c', 'd'],
    },
    { it: 'skip a byte order mark at the start', stream: '\uFEFFdata: a\n\n', data: ['a'] },
    {
      it: 'keep a byte order mark within the data',
      stream: 'data: \uFEFFa\n\n\uFEFFdata: b\n\n',
      data: ['\uFEFFa'],
    },
    {
      it: 'keep colons and other fields within a line',
      stream: 'data: data: a:b\n\n',
      data: ['data: a:b'],
    },
    { it: 'match field names exactly', stream: 'DATA: a\n data: b\ndata : c\n\n', data: [] },
    { it: 'decode every length of UTF-8', stream: 'data: aé思😀\n\n', data: ['aé思😀'] },
    { it: 'give the last event without its blank line', stream: 'data: a\n', data: ['a'] },
    { it: 'drop the line that the end cuts', stream: 'data: a\n\ndata: b', data: ['a'] },
    { it: 'give nothing for nothing', stream: '', data: [] },
  ];

  it.each(cases)('should $it, however the bytes are split', ({ stream, data }) => {
    for (const reads of everySplit(Buffer.from(stream))) {
      expect(decode(reads).map((event) => event.data)).toEqual(data);
    }
  });

  it('should name the event type, for that event only', () => {
    const events = decode([
      Buffer.from('event: ping\ndata: a\n\ndata: b\n\nevent: c\n\ndata: d\n\n'),
    ]);
    expect(events).toEqual([
      { event: 'ping', data: 'a' },
      { event: '', data: 'b' },
      { event: '', data: 'd' },
    ]);
  });

  it('should give back any events, however they are written and cut', () => {
    fc.assert(
      fc.property(
        fc.array(writtenEvent, { maxLength: 6 }),
        fc.boolean(),
        cuts,
        (written, hasMark, offsets) => {
          const stream = (hasMark ? '\uFEFF' : '') + written.map(writeEvent).join('');
          const expected = written.map(({ event, data }) => ({ event, data: data.join('\n') }));
          expect(decode(cutAt(Buffer.from(stream), offsets))).toEqual(expected);
        },
      ),
    );
  });

  it('should give the same events for any bytes, however they are cut', () => {
    const bytes = fc.array(
      fc.oneof(fc.constantFrom(...Buffer.from('data: \r\n:é😀')), fc.nat(255)),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(bytes, cuts, (values, offsets) => {
        const stream = Buffer.concat([
          Buffer.from('data: '),
          Buffer.from(values),
          Buffer.from('\n\n'),
        ]);
        expect(decode(cutAt(stream, offsets))).toEqual(decode([stream]));
      }),
    );
  });

  describe('with a limit', () => {
    const tooLarge: readonly { it: string; stream: string }[] = [
      { it: 'a long line', stream: `data: ${'x'.repeat(200)}\n\n` },
      { it: 'a line that never ends', stream: `data: ${'x'.repeat(200)}` },
      { it: 'many short lines', stream: `${'data: xxxxxxxx\n'.repeat(30)}\n` },
      { it: 'many empty lines', stream: `${'data\n'.repeat(200)}\n` },
    ];

    it.each(tooLarge)('should refuse an event of $it, however it is split', ({ stream }) => {
      for (const reads of everySplit(Buffer.from(stream))) {
        const error = failureOf(() => decode(reads, 100));
        expect(error).toBeInstanceOf(GatewayError);
        expect(error).toMatchObject({ kind: 'upstream-failed', code: 'upstream_invalid_response' });
      }
    });

    it('should take any number of events that are each within it', () => {
      const stream = Buffer.from(`data: ${'x'.repeat(90)}\n\n`.repeat(50));
      expect(decode(cutAt(stream, [7, 100, 1000, 1001]), 100)).toHaveLength(50);
    });
  });
});

interface WrittenEvent {
  readonly event: string;
  readonly data: readonly string[];
  readonly lineEnd: string;
  readonly noise: string;
  readonly hasBlank: boolean;
}

const writtenEvent: fc.Arbitrary<WrittenEvent> = fc.record({
  event: line,
  data: fc.array(line, { minLength: 1, maxLength: 4 }),
  lineEnd: fc.constantFrom('\n', '\r', '\r\n'),
  noise: fc.oneof(
    line.map((text) => `:${text}`),
    fc.constantFrom('id: 7', 'retry', 'x-other: data: no'),
  ),
  hasBlank: fc.boolean(),
});

function writeEvent({ event, data, lineEnd, noise, hasBlank }: WrittenEvent): string {
  const value = (text: string): string => (hasBlank || text.startsWith(' ') ? ` ${text}` : text);
  const lines = [
    noise,
    ...(event.length > 0 ? [`event:${value(event)}`] : []),
    ...data.map((text) => `data:${value(text)}`),
    '',
  ];
  return lines.map((text) => text + lineEnd).join('');
}

function decode(reads: readonly Uint8Array[], limit = LIMIT): readonly SseEvent[] {
  return runTransform(new SseDecoder(limit), reads);
}
