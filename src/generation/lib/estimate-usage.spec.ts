import fc from 'fast-check';
import { generationRequest, userMessage } from '../../../test/support/generation-requests';
import type { GenerationRequest, Message } from '../../protocol/generation-request';
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

  it('should count an image for what it is, not for its bytes', () => {
    const tokens = (length: number): number => {
      const url = `data:image/png;base64,${'A'.repeat(length)}`;
      const message: Message = { role: 'user', content: [{ type: 'image', url, path: '' }] };
      return estimateInputTokens(generationRequest({ messages: [message] }));
    };
    expect(tokens(10_000)).toBe(tokens(1));
    expect(tokens(1)).toBeGreaterThan(100);
  });

  it('should count the reasoning of earlier turns', () => {
    const turn: Message = { role: 'assistant', content: [], toolCalls: [] };
    const tokens = (message: Message): number =>
      estimateInputTokens(generationRequest({ messages: [message] }));
    expect(tokens({ ...turn, reasoning: '12345678' }) - tokens(turn)).toBe(2);
  });

  it('should count tools, unless none may be called', () => {
    const parameters = { type: 'object', properties: { city: { type: 'string' } } };
    const tools = [{ name: 'weather', description: 'Tells it.', parameters, strict: false }];
    const tokens = (fields: Partial<GenerationRequest>): number =>
      estimateInputTokens(generationRequest(fields));
    expect(tokens({ tools }) - tokens({})).toBe(
      estimateTokens(JSON.stringify(parameters).length + 'weatherTells it.'.length),
    );
    expect(tokens({ tools, toolChoice: { type: 'none' } })).toBe(tokens({}));
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
