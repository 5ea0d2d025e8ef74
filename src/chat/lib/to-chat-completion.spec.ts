import type OpenAI from 'openai';
import type { Generation } from '../../protocol/fold-generation';
import { toChatCompletion } from './to-chat-completion';

const ENVELOPE = { id: 'chatcmpl-1', created: 1_756_870_000, model: 'glm-4.5' };
const GENERATION: Generation = {
  text: 'It is 4.',
  reasoning: '',
  toolCalls: [],
  citations: [],
  usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5, estimated: false },
  finishReason: 'stop',
  stopSequence: undefined,
};

describe('toChatCompletion', () => {
  it('should give one choice with the text and nothing that is empty', () => {
    expect(toChatCompletion(GENERATION, ENVELOPE)).toEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_756_870_000,
      model: 'glm-4.5',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'It is 4.', refusal: null },
          finish_reason: 'stop',
          logprobs: null,
        },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    });
  });

  it('should show reasoning and citations beside the text', () => {
    const citations = [{ url: 'https://a.example', title: 'A', start: 0, end: 2 }];
    const completion = toChatCompletion(
      { ...GENERATION, reasoning: 'Two and two', citations },
      ENVELOPE,
    );
    expect(completion.choices[0]?.message).toEqual({
      role: 'assistant',
      content: 'It is 4.',
      refusal: null,
      reasoning_content: 'Two and two',
      annotations: [
        {
          type: 'url_citation',
          url_citation: { start_index: 0, end_index: 2, url: 'https://a.example', title: 'A' },
        },
      ],
    });
  });

  it('should keep an empty text as text', () => {
    const completion = toChatCompletion(
      { ...GENERATION, text: '', finishReason: 'length' },
      ENVELOPE,
    );
    expect(completion.choices[0]).toMatchObject({
      message: { content: '' },
      finish_reason: 'length',
    });
  });

  it('should give what the official client takes', () => {
    const completion: OpenAI.ChatCompletion = toChatCompletion(
      GENERATION,
      ENVELOPE,
    ) satisfies OpenAI.ChatCompletion;
    expect(completion.choices[0]?.message.content).toBe('It is 4.');
  });
});
