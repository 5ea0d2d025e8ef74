import { folded, reasoning, STOP, text } from '../../../test/support/parts';
import { MARKS } from '../../../test/support/reasoning-marks';
import { GatewayError } from '../../protocol/gateway-error';
import { SSE_KEEP_ALIVE } from '../../protocol/sse/encode-sse';
import type { StreamPart } from '../../protocol/stream-part';
import { MessageForm } from './message-form';
import { ThoughtWriter } from './thought-writer';

const usage: StreamPart = {
  type: 'usage',
  usage: { inputTokens: 9, outputTokens: 4, totalTokens: 13, estimated: false },
};

function form(): MessageForm {
  return new MessageForm({
    requestId: 'id-1',
    envelope: { id: 'msg_1', model: 'GLM-4.6' },
    thoughts: new ThoughtWriter(MARKS, false),
    estimateInput: () => 9,
  });
}

describe('MessageForm', () => {
  it('should keep a silent stream alive with a comment until the message has begun', () => {
    const message = form();
    expect(message.keepAliveFrame()).toBe(SSE_KEEP_ALIVE);
    const frames = message.frames();
    expect(message.keepAliveFrame()).toBe(SSE_KEEP_ALIVE);
    frames.push(text('Hi'));
    expect(message.keepAliveFrame()).toBe('event: ping\ndata: {"type":"ping"}\n\n');
  });

  it('should tell of a failure as an event of its own', () => {
    const frame = form().errorFrame(new GatewayError('upstream-timeout', 'Too late.'));
    expect(frame).toMatch(/^event: error\ndata: \{.*\}\n\n$/);
    expect(JSON.parse(frame.split('data: ')[1] ?? '')).toMatchObject({
      type: 'error',
      error: { type: 'timeout_error', message: 'Too late.' },
      request_id: 'id-1',
    });
  });

  it('should make a document of thinking, text and calls', () => {
    const generation = folded([
      reasoning('Oslo.'),
      text('I look.'),
      { type: 'tool-input-start', index: 0, id: 'call:1', name: 'weather' },
      { type: 'tool-input-delta', index: 0, delta: '{"city":"Oslo"}' },
      { type: 'tool-input-start', index: 1, id: 'call_2', name: 'ping' },
      usage,
      { type: 'finish', reason: 'tool-calls' },
    ]);
    expect(form().document(generation)).toMatchObject({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'GLM-4.6',
      content: [
        { type: 'thinking', thinking: 'Oslo.', signature: 'signed(Oslo.)' },
        { type: 'text', text: 'I look.', citations: null },
        { type: 'tool_use', id: 'call_1', name: 'weather', input: { city: 'Oslo' } },
        { type: 'tool_use', id: 'call_2', name: 'ping', input: {} },
      ],
      stop_reason: 'tool_use',
      usage: { input_tokens: 9, output_tokens: 4 },
    });
  });

  it('should leave out a call that the limit of tokens cut: nobody can run it', () => {
    const generation = folded([
      text('I look.'),
      { type: 'tool-input-start', index: 0, id: 'call_1', name: 'weather' },
      { type: 'tool-input-delta', index: 0, delta: '{"city":"Os' },
      usage,
      { type: 'finish', reason: 'length' },
    ]);
    const { content, stop_reason: reason } = form().document(generation);
    expect(content).toEqual([{ type: 'text', text: 'I look.', citations: null }]);
    expect(reason).toBe('max_tokens');
  });

  it('should have no content where nothing was said', () => {
    expect(form().document(folded([usage, STOP])).content).toEqual([]);
  });

  it('should count no more cached tokens than there are', () => {
    const counts = { ...usage.usage, cachedInputTokens: 100 };
    const { usage: shown } = form().document(folded([{ type: 'usage', usage: counts }, STOP]));
    expect(shown).toMatchObject({ input_tokens: 0, cache_read_input_tokens: 9 });
  });
});
