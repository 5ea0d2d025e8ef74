import { runTransform } from '../../protocol/transform';
import type { ChatCompletionChunkDto } from '../dto/chat-completion-chunk.dto';
import { DeltaCompleter, needsCompleteDeltas } from './complete-deltas';

function chunk(choices: ChatCompletionChunkDto['choices']): ChatCompletionChunkDto {
  return { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'GLM-4.5', choices };
}

describe('DeltaCompleter', () => {
  it('should add an empty reasoning_content where there is none, and keep the rest', () => {
    const plain = chunk([{ index: 0, delta: { content: 'Hi' }, finish_reason: null }]);
    const reasoned = chunk([{ index: 0, delta: { reasoning_content: 'Hm' }, finish_reason: null }]);
    const [first, second, usage] = runTransform(new DeltaCompleter(), [plain, reasoned, chunk([])]);
    expect(first?.choices[0]?.delta).toEqual({ content: 'Hi', reasoning_content: '' });
    expect(second).toEqual(reasoned);
    expect(usage).toEqual(chunk([]));
  });
});

describe('needsCompleteDeltas', () => {
  it.each([
    { language: 'python', expected: true },
    { language: 'js', expected: false },
    { language: undefined, expected: false },
  ])('should be $expected for $language', ({ language, expected }) => {
    expect(needsCompleteDeltas(language)).toBe(expected);
  });
});
