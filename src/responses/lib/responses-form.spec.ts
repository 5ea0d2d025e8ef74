import fc from 'fast-check';
import { usage as anyUsage } from '../../../test/support/arbitraries';
import { folded, reasoning, STOP, text } from '../../../test/support/parts';
import {
  joinDeltas,
  lastResponse,
  parseEvents,
  type ResponseEvent,
  withoutIds,
} from '../../../test/support/responses';
import { GatewayError } from '../../protocol/gateway-error';
import type { StreamPart, ToolPart } from '../../protocol/stream-part';
import { runTransform } from '../../protocol/transform';
import type { ResponseDto, ResponseEnvelope } from '../dto/response.dto';
import { ResponsesForm } from './responses-form';

const ENVELOPE: ResponseEnvelope = {
  id: 'resp_5f1d7a84d2a14a0ab2c3d4e5f6071829',
  object: 'response',
  created_at: 1_756_870_000,
  background: false,
  instructions: null,
  max_output_tokens: null,
  metadata: {},
  model: 'GLM-4.5 "x"',
  parallel_tool_calls: true,
  previous_response_id: null,
  reasoning: {},
  store: true,
  temperature: null,
  text: {},
  tool_choice: 'auto',
  tools: [],
  top_p: null,
  truncation: 'disabled',
};
const USAGE: StreamPart = {
  type: 'usage',
  usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5, estimated: false },
};
const ERROR = new GatewayError('upstream-failed', 'It failed.', { code: 'upstream_incomplete' });

describe('ResponsesForm', () => {
  it('should give no event for the news who answers', () => {
    const start: StreamPart = { type: 'start', upstream: 'a', ignoredParameters: [] };
    expect(makeForm().form.frames().push(start)).toEqual([]);
  });

  it('should begin no item for a part without text', () => {
    const events = eventsOf([reasoning(''), text(''), ...call(0, ['{}']), ...END]);
    expect(added(events)).toEqual([{ index: 0, type: 'function_call' }]);
  });

  it('should number the events and place the items', () => {
    const events = eventsOf([reasoning('a'), text('b'), text('c'), ...call(0, ['{', '}']), ...END]);
    expect(added(events)).toEqual([
      { index: 0, type: 'reasoning' },
      { index: 1, type: 'message' },
      { index: 2, type: 'function_call' },
    ]);
    expect(joinDeltas(events, 'response.output_text.delta')).toBe('bc');
    expect(joinDeltas(events, 'response.function_call_arguments.delta')).toBe('{}');
  });

  it('should give calls one after the other, however the upstream mixes them', () => {
    const [startOne, , endOne] = call(0, ['{}']) as [ToolPart, ToolPart, ToolPart];
    const parts = [
      ...[startOne, ...call(1, ['{"b":', '1}']), text('later'), delta(0, '{"a":')],
      ...[delta(0, '1}'), endOne, ...END],
    ];
    const { output } = lastResponse(eventsOf(parts));
    expect(output.map(({ arguments: json, content }) => json ?? content?.[0]?.text)).toEqual([
      ...['{"a":1}', '{"b":1}', 'later'],
    ]);
  });

  it.each([
    { reason: 'stop', status: 'completed' },
    { reason: 'tool-calls', status: 'completed' },
    { reason: 'length', status: 'incomplete' },
    { reason: 'content-filter', status: 'incomplete' },
  ] as const)('should call a call that $reason cut $status', ({ reason, status }) => {
    const parts: StreamPart[] = [
      ...call(0, ['{"a":']).slice(0, 2),
      USAGE,
      { type: 'finish', reason },
    ];
    expect(lastResponse(eventsOf(parts)).status).toBe(status);
    expect(lastResponse(eventsOf(parts)).output[0]?.status).toBe('incomplete');
  });

  it('should tell citations before the end of their message, counted from its start', () => {
    const citations = [
      { url: 'https://a.example', title: 'A', start: 0, end: 2 },
      { url: 'https://b.example', title: 'B', start: 4, end: 6 },
    ];
    const parts: StreamPart[] = [
      ...[text('abc'), ...call(0, ['{}']), text('defg'), { type: 'citations' as const, citations }],
      ...END,
    ];
    const events = eventsOf(parts);
    const { output } = lastResponse(events);
    expect(output.at(-1)?.content?.[0]?.annotations).toEqual([
      { type: 'url_citation', url: 'https://b.example', title: 'B', start_index: 1, end_index: 3 },
    ]);
    const types = events.map(({ type }) => type);
    const told = types.indexOf('response.output_text.annotation.added');
    expect(told).toBeLessThan(types.lastIndexOf('response.output_text.done'));
    expect(told).toBeGreaterThan(types.lastIndexOf('response.output_text.delta'));
  });

  it('should seal reasoning only when asked', () => {
    const parts = [reasoning('secret'), text('a'), ...END];
    const sealed = lastResponse(eventsOf(parts, (thought) => `sealed ${thought}`)).output[0];
    expect(sealed?.encrypted_content).toBe('sealed secret');
    expect(lastResponse(eventsOf(parts)).output[0]).not.toHaveProperty('encrypted_content');
  });

  it('should tell of a failure twice, and settle it as failed', () => {
    const { form, settled } = makeForm();
    const frames = [...form.frames().push(text('a')), form.errorFrame(ERROR)];
    const events = parseEvents(Buffer.from(frames.join('')));
    expect(events.slice(-2)).toMatchObject([
      { type: 'error', code: 'upstream_incomplete', error: { code: 'upstream_incomplete' } },
      { type: 'response.failed', response: { status: 'failed', error: { code: 'server_error' } } },
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['failed']);
  });

  it('should begin a stream that fails before its first event', () => {
    const events = parseEvents(Buffer.from(makeForm().form.errorFrame(ERROR)));
    expect(events.map(({ type }) => type)).toEqual([
      ...['response.created', 'response.in_progress', 'error', 'response.failed'],
    ]);
  });

  it('should settle what it sends, streamed and not', () => {
    const { form, settled } = makeForm();
    const parts = [text('a'), ...END];
    const frames = runTransform(form.frames(), parts);
    expect(settled).toEqual([lastResponse(parseEvents(Buffer.from(frames.join(''))))]);
    const other = makeForm();
    const document = other.form.document(folded(parts));
    expect(other.settled).toEqual([document]);
  });

  it('should amount to its document, whatever is said and called', () => {
    fc.assert(
      fc.property(anyAnswer, anyUsage, fc.constantFrom(...REASONS), (said, usage, reason) => {
        const parts: StreamPart[] = [...said, { type: 'usage', usage }, { type: 'finish', reason }];
        const events = eventsOf(parts);
        const document = JSON.parse(
          JSON.stringify(makeForm().form.document(folded(parts))),
        ) as ReturnType<typeof lastResponse>;
        const last = lastResponse(events);
        expect(last.output).toEqual(document.output);
        expect(withoutIds(last.output)).toHaveLength(document.output.length);
        expect({ ...last, output: [] }).toEqual({ ...document, output: [] });
        checkItems(events);
      }),
    );
  });
});

const END: readonly StreamPart[] = [USAGE, STOP];
const REASONS = ['stop', 'length', 'content-filter'] as const;

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });

/** Reasoning, then text, then calls, as models answer. */
const anyAnswer: fc.Arbitrary<readonly StreamPart[]> = fc
  .tuple(
    fc.array(words, { maxLength: 3 }),
    fc.array(words, { maxLength: 3 }),
    fc.array(fc.dictionary(words, words, { maxKeys: 2 }), { maxLength: 3 }),
  )
  .map(([thoughts, said, calls]) => [
    ...thoughts.map((thought) => reasoning(thought)),
    ...said.map((words) => text(words)),
    ...calls.flatMap((given, index) => {
      const json = JSON.stringify(given);
      return call(index, [json.slice(0, 1), json.slice(1)]);
    }),
  ]);

/** Every item opens once, ends once, before the next one opens, with what its deltas said. */
function checkItems(events: readonly ResponseEvent[]): void {
  let open: unknown;
  let said = '';
  for (const { type, item, delta: piece, item_id: id } of events) {
    const { id: itemId = id, ...content } = (item ?? {}) as Readonly<Record<string, unknown>>;
    if (type === 'response.output_item.added') {
      expect(open).toBeUndefined();
      open = itemId;
      said = '';
    } else if (type === 'response.output_item.done') {
      expect(itemId).toBe(open);
      expect(JSON.stringify(content)).toContain(JSON.stringify(said).slice(1, -1));
      open = undefined;
    } else if (typeof piece === 'string') {
      expect(itemId).toBe(open);
      said += piece;
    }
  }
  expect(open).toBeUndefined();
}

function added(events: readonly ResponseEvent[]): readonly object[] {
  return events
    .filter(({ type }) => type === 'response.output_item.added')
    .map(({ output_index: index, item }) => ({ index, type: (item as { type: string }).type }));
}

function eventsOf(
  parts: readonly StreamPart[],
  seal?: (text: string) => string,
): readonly ResponseEvent[] {
  const frames = runTransform(makeForm(seal).form.frames(), parts);
  return parseEvents(Buffer.from(frames.join('')));
}

function makeForm(seal?: (text: string) => string): {
  readonly form: ResponsesForm;
  readonly settled: readonly ResponseDto[];
} {
  const settled: ResponseDto[] = [];
  const onSettled = (response: ResponseDto): void => {
    settled.push(structuredClone(response));
  };
  return { form: new ResponsesForm(ENVELOPE, { seal, clock: () => 1, onSettled }), settled };
}

function call(index: number, deltas: readonly string[]): readonly ToolPart[] {
  return [
    { type: 'tool-input-start', index, id: `call_${String(index)}`, name: 'get' },
    ...deltas.map((piece) => delta(index, piece)),
    { type: 'tool-input-end', index },
  ];
}

function delta(index: number, piece: string): ToolPart {
  return { type: 'tool-input-delta', index, delta: piece };
}
