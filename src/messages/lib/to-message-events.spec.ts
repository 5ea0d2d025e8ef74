import { assemble, type StreamedMessage } from '../../../test/support/message-events';
import { reasoning, rewrite, STOP, text } from '../../../test/support/parts';
import { MARKS } from '../../../test/support/reasoning-marks';
import { GatewayError } from '../../protocol/gateway-error';
import type { StreamPart } from '../../protocol/stream-part';
import type { MessageEvent } from '../dto/message-events.dto';
import { ThoughtWriter } from './thought-writer';
import { MessageEventTransform } from './to-message-events';

const USAGE: StreamPart = {
  type: 'usage',
  usage: {
    inputTokens: 20,
    outputTokens: 7,
    totalTokens: 27,
    cachedInputTokens: 15,
    reasoningTokens: 3,
    estimated: false,
  },
};
const START: StreamPart = { type: 'start', upstream: 'zai', ignoredParameters: [] };

function transform(omits = false): MessageEventTransform {
  return new MessageEventTransform({
    envelope: { id: 'msg_1', model: 'GLM-4.6' },
    thoughts: new ThoughtWriter(MARKS, omits),
    estimateInput: () => 18,
  });
}

function toEvents(parts: readonly StreamPart[], omits = false): readonly MessageEvent[] {
  const events = transform(omits);
  return parts.flatMap((part) => events.push(part));
}

function streamed(...parts: readonly StreamPart[]): StreamedMessage {
  return assemble(toEvents([START, ...parts, USAGE, STOP]));
}

const begin = (index: number): StreamPart => ({
  type: 'tool-input-start',
  index,
  id: `call_${String(index)}`,
  name: 'weather',
});
const add = (index: number, delta: string): StreamPart => ({
  type: 'tool-input-delta',
  index,
  delta,
});
const end = (index: number): StreamPart => ({ type: 'tool-input-end', index });

describe('MessageEventTransform', () => {
  it('should say nothing before the first output: an error may still have its status', () => {
    const events = transform();
    expect(events.push(START)).toEqual([]);
    expect(events.isStarted).toBe(false);
    expect(events.push(START)).toEqual([]);
    expect(events.push(text('Hi')).map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
    ]);
    expect(events.isStarted).toBe(true);
  });

  it('should start with an estimate and end with the counts', () => {
    const { start, end: ended } = streamed(text('Hi'));
    expect(start).toMatchObject({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'GLM-4.6',
      content: [],
      stop_reason: null,
      usage: { input_tokens: 18, cache_read_input_tokens: 0, output_tokens: 1 },
    });
    expect(ended).toMatchObject({
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: {
        input_tokens: 5,
        cache_read_input_tokens: 15,
        cache_creation_input_tokens: 0,
        output_tokens: 7,
        output_tokens_details: { thinking_tokens: 3 },
      },
    });
  });

  it('should give each kind of output a block of its own', () => {
    const { blocks } = streamed(
      reasoning('Let me '),
      reasoning('see.'),
      text('I '),
      text('look.'),
      begin(0),
      add(0, '{"a"'),
      add(0, ':1}'),
      end(0),
      text('And?'),
      reasoning('Hm.'),
    );
    expect(blocks.map(({ type, content, signature }) => [type, content, signature])).toEqual([
      ['thinking', 'Let me see.', 'signed(Let me see.)'],
      ['text', 'I look.', ''],
      ['tool_use', '{"a":1}', ''],
      ['text', 'And?', ''],
      ['thinking', 'Hm.', 'signed(Hm.)'],
    ]);
    expect(blocks[2]?.start).toEqual({
      type: 'tool_use',
      id: 'call_0',
      name: 'weather',
      input: {},
      caller: { type: 'direct' },
    });
  });

  it('should carry thinking that is not to be displayed in its signature', () => {
    const parts = [reasoning('Let me '), reasoning('see.'), text('So.'), USAGE, STOP];
    const { blocks } = assemble(toEvents(parts, true));
    expect(blocks).toMatchObject([
      { type: 'thinking', content: '', signature: 'sealed(Let me see.)' },
      { type: 'text', content: 'So.' },
    ]);
  });

  it.each([[begin(0), end(0)], [begin(0), add(0, ''), end(0)], [begin(0)]])(
    'should give a call without arguments an empty object',
    (...parts) => {
      expect(streamed(...parts).blocks).toMatchObject([{ type: 'tool_use', content: '{}' }]);
    },
  );

  it('should write calls one after the other that the upstream mixes', () => {
    const { blocks } = streamed(
      begin(0),
      add(0, '{"a":'),
      begin(1),
      add(1, '{"b":'),
      text('Well.'),
      add(0, '1}'),
      end(0),
      add(1, '2}'),
      end(1),
    );
    expect(blocks.map(({ type, content }) => [type, content])).toEqual([
      ['tool_use', '{"a":1}'],
      ['tool_use', '{"b":2}'],
      ['text', 'Well.'],
    ]);
  });

  it('should say what waited when the limit of tokens cuts a call', () => {
    const parts = [begin(0), add(0, '{"a":'), begin(1), add(1, '{"b"'), text('x'), USAGE];
    const { blocks, end: ended } = assemble(
      toEvents([...parts, { type: 'finish', reason: 'length' }]),
    );
    expect(blocks.map(({ content }) => content)).toEqual(['{"a":', '{"b"', 'x']);
    expect(ended?.delta.stop_reason).toBe('max_tokens');
  });

  it.each([
    [{ reason: 'stop' }, 'end_turn', null],
    [{ reason: 'length' }, 'max_tokens', null],
    [{ reason: 'tool-calls' }, 'tool_use', null],
    [{ reason: 'content-filter' }, 'refusal', null],
    [{ reason: 'stop', stopSequence: 'END' }, 'stop_sequence', 'END'],
  ] as const)('should end %j with %s', (finish, reason, sequence) => {
    const { end: ended } = assemble(toEvents([USAGE, { type: 'finish', ...finish }]));
    expect(ended?.delta).toMatchObject({ stop_reason: reason, stop_sequence: sequence });
    expect(ended?.delta.stop_details?.type).toBe(reason === 'refusal' ? 'refusal' : undefined);
  });

  it('should have an end without any block where nothing was said', () => {
    expect(streamed().blocks).toEqual([]);
  });

  it('should not take back what it said', () => {
    const { blocks } = streamed(text('One'), rewrite('text', 'Two'), text('!'));
    expect(blocks).toMatchObject([{ type: 'text', content: 'One!' }]);
  });

  it('should give ids that clients accept, the same for the same call', () => {
    const call: StreamPart = { type: 'tool-input-start', index: 0, id: 'f.1:a', name: 'f' };
    expect(streamed(call, end(0)).blocks[0]?.start).toMatchObject({ id: 'f_1_a' });
  });

  it('should throw the error of a part', () => {
    const error = new GatewayError('upstream-failed', 'It failed.');
    const events = transform();
    events.push(text('Hi'));
    expect(() => events.push({ type: 'error', error })).toThrow(error);
  });
});
