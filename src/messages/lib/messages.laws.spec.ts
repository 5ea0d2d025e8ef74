import fc from 'fast-check';
import { usage } from '../../../test/support/arbitraries';
import { assemble } from '../../../test/support/message-events';
import { folded } from '../../../test/support/parts';
import { MARKS } from '../../../test/support/reasoning-marks';
import { SseDecoder } from '../../protocol/sse/decode-sse';
import { safeParseJson } from '../../protocol/json/safe-parse-json';
import type { StreamPart } from '../../protocol/stream-part';
import type { MessageEvent } from '../dto/message-events.dto';
import type { MessageBlock } from '../dto/message.dto';
import { MessageForm } from './message-form';
import { ThoughtWriter } from './thought-writer';

const words = fc.string({ unit: 'binary', maxLength: 10 });

/** A call whose arguments come in pieces. */
const call = fc
  .record({ input: fc.dictionary(words, fc.jsonValue(), { maxKeys: 3 }), cuts: fc.nat(20) })
  .map(({ input, cuts }) => {
    const json = JSON.stringify(input);
    return cuts === 0 && json === '{}' ? [] : [json.slice(0, cuts), json.slice(cuts)];
  });

const spoken = fc.record({ type: fc.constantFrom('text', 'reasoning'), text: words });

/**
 * What a driver may say: text, reasoning and calls, where a call may begin while another is still
 * being written, and others go on in between.
 */
const parts: fc.Arbitrary<readonly StreamPart[]> = fc
  .record({ calls: fc.array(call, { maxLength: 4 }), others: fc.array(spoken), seed: fc.nat() })
  .map(({ calls, others, seed }) => {
    const lanes: StreamPart[][] = [
      others,
      ...calls.map((deltas, index): StreamPart[] => [
        { type: 'tool-input-start', index, id: `call_${String(index)}`, name: 'f' },
        ...deltas.map((delta): StreamPart => ({ type: 'tool-input-delta', index, delta })),
        { type: 'tool-input-end', index },
      ]),
    ];
    return mix(
      lanes.map((lane) => [...lane]),
      seed,
    );
  });

/** Mixes lanes in any order that keeps each lane's own, and the order in which calls begin. */
function mix(lanes: StreamPart[][], seed: number): readonly StreamPart[] {
  const mixed: StreamPart[] = [];
  let state = seed;
  let begun = 1;
  while (lanes.some((lane) => lane.length > 0)) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const open = lanes.slice(0, begun + 1).filter((lane) => lane.length > 0);
    const lane = open[state % Math.max(1, open.length)];
    if (lane === undefined) begun += 1;
    else {
      if (lane === lanes[begun]) begun += 1;
      mixed.push(...lane.splice(0, 1));
    }
  }
  return mixed;
}

function form(omits: boolean): MessageForm {
  return new MessageForm({
    requestId: 'id-1',
    envelope: { id: 'msg_1', model: 'GLM-4.6' },
    thoughts: new ThoughtWriter(MARKS, omits),
    estimateInput: () => 1,
  });
}

/** The events as a client reads them off the wire. */
function decode(frames: readonly string[]): readonly MessageEvent[] {
  const decoder = new SseDecoder(10_000_000);
  return [...decoder.push(Buffer.from(frames.join(''))), ...decoder.flush()].map(
    ({ event, data }) => {
      const parsed = JSON.parse(data) as MessageEvent;
      expect(event).toBe(parsed.type);
      return parsed;
    },
  );
}

function textOf(blocks: readonly MessageBlock[], type: 'text' | 'thinking'): string {
  return blocks
    .map((block) => (block.type === type ? block[type as keyof MessageBlock] : ''))
    .join('');
}

describe('a message', () => {
  it('should be the same in events and as a document', () => {
    fc.assert(
      fc.property(parts, usage, fc.boolean(), (said, counts, omits) => {
        const whole: readonly StreamPart[] = [
          ...said,
          { type: 'usage', usage: counts },
          { type: 'finish', reason: 'stop' },
        ];
        const streaming = form(omits).frames();
        const { blocks, end } = assemble(decode(whole.flatMap((part) => streaming.push(part))));
        const document = form(omits).document(folded(whole));

        const joined = (type: string): string =>
          blocks.map((block) => (block.type === type ? block.content : '')).join('');
        expect(joined('text')).toBe(textOf(document.content, 'text'));
        expect(joined('thinking')).toBe(textOf(document.content, 'thinking'));
        const calls = blocks.filter(({ type }) => type === 'tool_use');
        expect(
          calls.map(({ start, content }) => ({ ...start, input: safeParseJson(content) })),
        ).toEqual(document.content.filter(({ type }) => type === 'tool_use'));
        expect(end?.usage).toEqual(
          expect.objectContaining({
            input_tokens: document.usage.input_tokens,
            output_tokens: document.usage.output_tokens,
          }),
        );
        for (const { type, content, signature } of blocks) {
          if (type !== 'thinking') continue;
          if (omits) expect(MARKS.unseal(signature)).toBeDefined();
          else expect(MARKS.isSigned(content, signature)).toBe(true);
        }
      }),
    );
  });
});
