import type { StreamPart } from '../../../protocol/stream-part';
import { runTransform } from '../../../protocol/transform';
import { CallShift } from './shift-calls';

describe('CallShift', () => {
  it('should move calls, and nothing else', () => {
    const others: readonly StreamPart[] = [
      { type: 'start', upstream: 'web', ignoredParameters: [] },
      { type: 'text', text: 'a' },
      { type: 'reasoning', text: 'b' },
      { type: 'rewrite', channel: 'text', text: 'c' },
      { type: 'finish', reason: 'tool-calls' },
    ];
    const calls = (first: number): readonly StreamPart[] => [
      { type: 'tool-input-start', index: first, id: 'call_a', name: 'ping' },
      { type: 'tool-input-delta', index: first, delta: '{}' },
      { type: 'tool-input-end', index: first },
      { type: 'tool-input-start', index: first + 1, id: 'call_b', name: 'pong' },
      { type: 'tool-input-end', index: first + 1 },
    ];
    const shifted = runTransform(new CallShift(2), [...others, ...calls(0)]);
    expect(shifted).toEqual([...others, ...calls(2)]);
  });
});
