import fc from 'fast-check';
import { generationRequest, userMessage } from '../../../test/support/generation-requests';
import type { Message } from '../../protocol/generation-request';
import { estimateInputTokens, estimateTokens, estimateUsage } from './estimate-usage';

describe('estimateUsage', () => {
  it('should say that it is an estimate and add up', () => {
    expect(estimateUsage(generationRequest({ messages: [userMessage('12345678')] }), 9)).toEqual({
      inputTokens: 6,
      outputTokens: 3,
      totalTokens: 9,
      estimated: true,
    });
  });

  it.each([
    { bytes: 0, tokens: 0 },
    { bytes: 1, tokens: 1 },
    { bytes: 4, tokens: 1 },
    { bytes: 5, tokens: 2 },
  ])('should take $bytes bytes for $tokens tokens', ({ bytes, tokens }) => {
    expect(estimateTokens(bytes)).toBe(tokens);
  });

  it('should count the bytes of text, not its letters', () => {
    const chinese = estimateInputTokens(generationRequest({ messages: [userMessage('思考思考')] }));
    const latin = estimateInputTokens(generationRequest({ messages: [userMessage('abcd')] }));
    expect(chinese - latin).toBe(2);
  });

  it('should count tool calls of earlier turns', () => {
    const call = { id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' };
    const silent: Message = { role: 'assistant', content: [], toolCalls: [] };
    const calling: Message = { role: 'assistant', content: [], toolCalls: [call] };
    const tokens = (message: Message): number =>
      estimateInputTokens(generationRequest({ messages: [message] }));
    expect(tokens(calling) - tokens(silent)).toBe(6);
  });

  it('should not count the bytes of images', () => {
    const url = `data:image/png;base64,${'A'.repeat(10_000)}`;
    const message: Message = { role: 'user', content: [{ type: 'image', url, path: '' }] };
    expect(estimateInputTokens(generationRequest({ messages: [message] }))).toBeLessThan(10);
  });

  it('should grow with every message', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (texts) => {
        const messages = texts.map(userMessage);
        const whole = estimateInputTokens(generationRequest({ messages }));
        const fewer = estimateInputTokens(generationRequest({ messages: messages.slice(1) }));
        expect(whole).toBeGreaterThan(fewer);
      }),
    );
  });
});
