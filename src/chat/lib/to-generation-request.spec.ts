import { failureOf } from '../../../test/support/failure';
import type { GenerationRequest } from '../../protocol/generation-request';
import type { ChatCompletionRequestDto } from '../dto/chat-completion-request.dto';
import { toGenerationRequest } from './to-generation-request';

const MESSAGES = [{ role: 'user', content: 'Hi' }];

describe('toGenerationRequest', () => {
  it('should map the smallest request', () => {
    expect(toRequest({})).toEqual({
      model: 'GLM-4.5',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
      outputFormat: { type: 'text' },
      otherParameters: {},
      sampling: {},
      stopSequences: [],
      tools: [],
      toolChoice: { type: 'auto' },
      allowsParallelCalls: true,
    });
  });

  it.each<{ it: string; fields: object; expected: object }>([
    { it: 'the model', fields: { model: 'glm-4.6' }, expected: { model: 'glm-4.6' } },
    {
      it: 'the sampling',
      fields: { temperature: 0, top_p: 0, max_tokens: 5 },
      expected: { sampling: { temperature: 0, topP: 0, maxOutputTokens: 5 } },
    },
    {
      it: 'max_completion_tokens before max_tokens',
      fields: { max_tokens: 5, max_completion_tokens: 9 },
      expected: { sampling: { maxOutputTokens: 9 } },
    },
    { it: 'one stop sequence', fields: { stop: 'END' }, expected: { stopSequences: ['END'] } },
    { it: 'several', fields: { stop: ['a', 'b'] }, expected: { stopSequences: ['a', 'b'] } },
    { it: 'no stop sequence', fields: { stop: [] }, expected: { stopSequences: [] } },
    {
      it: 'as many and as long stop sequences as there may be',
      fields: { stop: Array.from({ length: 16 }, () => 'x'.repeat(256)) },
      expected: { stopSequences: Array.from({ length: 16 }, () => 'x'.repeat(256)) },
    },
    { it: 'one choice', fields: { n: 1 }, expected: {} },
    {
      it: 'a format of the output',
      fields: { response_format: { type: 'json_object' } },
      expected: { outputFormat: { type: 'json-object' } },
    },
    { it: 'text output', fields: { modalities: ['text'] }, expected: {} },
    { it: 'no log probabilities', fields: { logprobs: false, top_logprobs: 0 }, expected: {} },
    { it: 'unknown parameters', fields: { seed: 7, user: 'ann', x: {} }, expected: {} },
  ])('should take $it', ({ fields, expected }) => {
    expect(toRequest(fields)).toMatchObject(expected);
  });

  it.each<{ fields: object; thinking: boolean | undefined }>([
    { fields: {}, thinking: undefined },
    { fields: { thinking: { type: 'enabled' } }, thinking: true },
    { fields: { thinking: { type: 'disabled' } }, thinking: false },
    { fields: { thinking: { type: 'auto' } }, thinking: undefined },
    { fields: { thinking: {} }, thinking: undefined },
    { fields: { enable_thinking: true }, thinking: true },
    { fields: { enable_thinking: false }, thinking: false },
    { fields: { reasoning_effort: 'none' }, thinking: false },
    { fields: { reasoning_effort: 'minimal' }, thinking: false },
    { fields: { reasoning_effort: 'low' }, thinking: true },
    { fields: { reasoning_effort: 'xhigh' }, thinking: true },
    { fields: { enable_thinking: true, reasoning_effort: 'none' }, thinking: true },
    { fields: { thinking: { type: 'disabled' }, enable_thinking: true }, thinking: false },
    { fields: { chat_template_kwargs: { enable_thinking: true } }, thinking: true },
    { fields: { chat_template_kwargs: { enable_thinking: false } }, thinking: false },
    { fields: { chat_template_kwargs: { enable_thinking: 'no' } }, thinking: undefined },
    { fields: { chat_template_kwargs: {} }, thinking: undefined },
    { fields: { chat_template_kwargs: {}, reasoning_effort: 'high' }, thinking: true },
    {
      fields: { chat_template_kwargs: { enable_thinking: false }, reasoning_effort: 'high' },
      thinking: false,
    },
    {
      fields: { chat_template_kwargs: { enable_thinking: false }, enable_thinking: true },
      thinking: true,
    },
    { fields: { thinking: { clear_thinking: false } }, thinking: undefined },
  ])('should read $fields as thinking $thinking', ({ fields, thinking }) => {
    expect(toRequest(fields).thinking).toBe(thinking);
  });

  it.each<{ fields: object; preserves: boolean | undefined }>([
    { fields: {}, preserves: undefined },
    { fields: { thinking: { type: 'enabled' } }, preserves: undefined },
    { fields: { thinking: { type: 'enabled', clear_thinking: false } }, preserves: true },
    { fields: { thinking: { clear_thinking: true } }, preserves: false },
    { fields: { thinking: { clear_thinking: null } }, preserves: undefined },
    { fields: { thinking: { clear_thinking: 'no' } }, preserves: undefined },
    { fields: { chat_template_kwargs: { clear_thinking: false } }, preserves: true },
    {
      fields: {
        thinking: { clear_thinking: true },
        chat_template_kwargs: { clear_thinking: false },
      },
      preserves: false,
    },
  ])('should read $fields as keeping reasoning $preserves', ({ fields, preserves }) => {
    expect(toRequest(fields).preservesReasoning).toBe(preserves);
  });

  it.each(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'])(
    'should pass on the effort %s as it came',
    (effort) => {
      expect(toRequest({ reasoning_effort: effort }).reasoningEffort).toBe(effort);
    },
  );

  it('should keep the parameters that it does not know, and no others', () => {
    const others = { seed: 0, user: 'ann', logit_bias: { 5: 1 }, x: { y: [1] } };
    const known = {
      model: 'glm',
      temperature: 1,
      stop: 'x',
      thinking: { type: 'enabled' },
      reasoning_effort: 'low',
      chat_template_kwargs: { enable_thinking: true },
      presence_penalty: 0,
    };
    expect(toRequest({ ...known, ...others }).otherParameters).toEqual(others);
  });

  it.each([
    { header: undefined, mode: undefined },
    { header: 'think', mode: 'think' },
    { header: ' RAW ', mode: 'raw' },
    { header: 'strip', mode: 'strip' },
  ])('should read the header $header as mode $mode', ({ header, mode }) => {
    expect(toRequest({}, header).thinkingMode).toBe(mode);
  });

  it.each(['', 'none', 'think, raw'])('should refuse the header "%s"', (header) => {
    expect(failureOf(() => toRequest({}, header))).toMatchObject({
      kind: 'invalid-request',
      param: 'x-thinking-processing',
    });
  });

  it.each<{ fields: object; param: string; code?: string }>([
    { fields: { messages: [] }, param: 'messages' },
    { fields: { messages: [7] }, param: 'messages[0]' },
    { fields: { response_format: { type: 'xml' } }, param: 'response_format.type' },
    { fields: { stop: 7 }, param: 'stop' },
    { fields: { stop: {} }, param: 'stop' },
    { fields: { stop: '' }, param: 'stop' },
    { fields: { stop: ['a', ''] }, param: 'stop' },
    { fields: { stop: ['a', 7] }, param: 'stop' },
    { fields: { stop: 'x'.repeat(257) }, param: 'stop' },
    { fields: { stop: Array.from({ length: 17 }, () => 'a') }, param: 'stop' },
  ])('should refuse $fields and name $param', ({ fields, param }) => {
    const error = failureOf(() => toRequest(fields));
    expect(error).toMatchObject({ kind: 'invalid-request', param });
  });

  it.each<{ fields: object; param: string }>([
    { fields: { n: 2 }, param: 'n' },
    { fields: { n: 0 }, param: 'n' },
    { fields: { logprobs: true }, param: 'logprobs' },
    { fields: { top_logprobs: 3 }, param: 'top_logprobs' },
    { fields: { top_logprobs: {} }, param: 'top_logprobs' },
    { fields: { audio: { voice: 'a' } }, param: 'audio' },
    { fields: { modalities: ['text', 'audio'] }, param: 'modalities' },
  ])('should refuse $fields, which asks for another answer', ({ fields, param }) => {
    const error = failureOf(() => toRequest(fields));
    expect(error).toMatchObject({ kind: 'invalid-request', param, code: 'unsupported_parameter' });
  });
});

function toRequest(fields: object, thinkingHeader?: string): GenerationRequest {
  const body = { messages: MESSAGES, ...fields } as ChatCompletionRequestDto;
  return toGenerationRequest(body, {
    defaultModel: 'GLM-4.5',
    supportsTools: true,
    thinkingHeader,
  });
}
