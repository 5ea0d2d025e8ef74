import {
  ALL_DIALECTS,
  type Asked,
  openAiBody,
  SELF_HOSTED,
} from '../../../../../test/support/openai-bodies';
import type { UpstreamDialect } from '../../../../config/upstreams/upstream-definition';
import type { ModelFeatures } from '../../../../protocol/model-profile';

/** What a body holds beside that of a request that asks for nothing further. */
interface Case extends Asked {
  readonly body: object;
}

/** The same case for several dialects. */
function each(dialects: readonly UpstreamDialect[], one: Omit<Case, 'dialect'>): readonly Case[] {
  return dialects.map((dialect) => ({ ...one, dialect }));
}

function expectBody({ body, ...one }: Case): void {
  expect(openAiBody(one)).toEqual({ ...openAiBody({ dialect: one.dialect }), ...body });
}

const features = (fields: Partial<ModelFeatures>): ModelFeatures => ({
  nativeTools: true,
  toolStream: false,
  reasoningEffort: false,
  ...fields,
});

describe('buildOpenAiRequest', () => {
  it.each([
    { dialect: 'zai' as const, options: {} },
    ...[...SELF_HOSTED, 'generic' as const].map((dialect) => ({
      dialect,
      options: { stream_options: { include_usage: true } },
    })),
  ])('should always ask $dialect for a stream', ({ dialect, options }) => {
    expect(openAiBody({ dialect })).toEqual({
      model: 'glm',
      messages: [{ role: 'user', content: 'Hello!' }],
      stream: true,
      ...options,
    });
  });

  it.each<Case>([
    { dialect: 'zai', request: { sampling: { temperature: 0 } }, body: { do_sample: false } },
    { dialect: 'zai', request: { sampling: { temperature: 2 } }, body: { temperature: 1 } },
    { dialect: 'zai', request: { sampling: { temperature: 0.3 } }, body: { temperature: 0.3 } },
    ...each([...SELF_HOSTED, 'generic'], {
      request: { sampling: { temperature: 0 } },
      body: { temperature: 0 },
    }),
    ...each([...SELF_HOSTED, 'generic'], {
      request: { sampling: { temperature: 2 } },
      body: { temperature: 2 },
    }),
    { dialect: 'zai', request: { sampling: { topP: 0 } }, body: { top_p: 0.01 } },
    { dialect: 'vllm', request: { sampling: { topP: 0 } }, body: { top_p: 0.001 } },
    ...each(ALL_DIALECTS, { request: { sampling: { topP: 1 } }, body: { top_p: 1 } }),
    {
      dialect: 'zai',
      request: { sampling: { maxOutputTokens: 1_000_000 } },
      body: { max_tokens: 98_304 },
    },
    ...each(SELF_HOSTED, {
      request: { sampling: { maxOutputTokens: 1_000_000 } },
      body: { max_tokens: 1_000_000 },
    }),
    ...each(ALL_DIALECTS, {
      request: { sampling: { maxOutputTokens: 7 } },
      body: { max_tokens: 7 },
    }),
    { dialect: 'zai', request: { stopSequences: ['a', 'b'] }, body: { stop: ['a'] } },
    ...each(SELF_HOSTED, { request: { stopSequences: ['a', 'b'] }, body: {} }),
    {
      dialect: 'generic',
      request: { stopSequences: ['a', 'b', 'c', 'd', 'e'] },
      body: { stop: ['a', 'b', 'c', 'd'] },
    },
  ])('should ask $dialect for $request with $body', expectBody);

  const inTemplate = (variables: object): object => ({ chat_template_kwargs: variables });
  const effortful = { features: features({ reasoningEffort: true }) };
  const thoughtless = {
    capabilities: { thinking: false, search: false, vision: false, tools: true },
  };

  it.each<Case>([
    { dialect: 'zai', request: { thinking: true }, body: { thinking: { type: 'enabled' } } },
    { dialect: 'zai', request: { thinking: false }, body: { thinking: { type: 'disabled' } } },
    {
      dialect: 'zai',
      request: { thinking: false },
      profile: { thinksByDefault: true },
      body: { thinking: { type: 'disabled' } },
    },
    { dialect: 'zai', profile: { thinksByDefault: true }, body: { thinking: { type: 'enabled' } } },
    {
      dialect: 'zai',
      profile: { thinksByDefault: false },
      body: { thinking: { type: 'disabled' } },
    },
    {
      dialect: 'zai',
      request: { preservesReasoning: true },
      body: { thinking: { type: 'enabled', clear_thinking: false } },
    },
    {
      dialect: 'zai',
      request: { thinking: false, preservesReasoning: false },
      body: { thinking: { type: 'disabled', clear_thinking: true } },
    },
    ...each(SELF_HOSTED, {
      request: { thinking: true },
      body: inTemplate({ enable_thinking: true }),
    }),
    ...each(SELF_HOSTED, {
      request: { thinking: false },
      body: inTemplate({ enable_thinking: false }),
    }),
    ...each(SELF_HOSTED, {
      request: { preservesReasoning: true },
      body: inTemplate({ clear_thinking: false }),
    }),
    ...each(SELF_HOSTED, {
      request: { thinking: true, preservesReasoning: false },
      body: inTemplate({ enable_thinking: true, clear_thinking: true }),
    }),
    { dialect: 'generic', request: { thinking: true, preservesReasoning: true }, body: {} },
    ...each(ALL_DIALECTS, { request: { thinking: false }, profile: thoughtless, body: {} }),
    ...each(ALL_DIALECTS, {
      request: { reasoningEffort: 'high', preservesReasoning: true },
      profile: thoughtless,
      body: {},
    }),
    ...each(['zai', ...SELF_HOSTED], { request: { reasoningEffort: 'high' }, body: {} }),
    ...each(ALL_DIALECTS, {
      request: { reasoningEffort: 'high' },
      profile: effortful,
      body: { reasoning_effort: 'high' },
    }),
    {
      dialect: 'zai',
      request: { thinking: false, reasoningEffort: 'none' },
      profile: effortful,
      body: { thinking: { type: 'disabled' }, reasoning_effort: 'none' },
    },
    {
      dialect: 'generic',
      request: { reasoningEffort: 'low', thinking: true },
      body: { reasoning_effort: 'low' },
    },
  ])('should let a model at $dialect think: $request $profile', expectBody);

  const tool = {
    name: 'ping',
    description: 'Pings.',
    parameters: { type: 'object' },
    strict: true,
  };
  const ping = {
    type: 'function',
    function: { name: 'ping', description: 'Pings.', parameters: { type: 'object' } },
  };
  const search = {
    type: 'web_search',
    web_search: { enable: true, search_engine: 'search_pro_jina', search_result: true },
  };
  const streaming = { features: features({ toolStream: true }) };
  const chosen = { type: 'function', function: { name: 'ping' } };

  it.each<Case>([
    { dialect: 'zai', request: { tools: [tool] }, body: { tools: [ping] } },
    {
      dialect: 'zai',
      request: { tools: [tool], toolChoice: { type: 'required' }, allowsParallelCalls: false },
      body: { tools: [ping] },
    },
    {
      dialect: 'zai',
      request: { tools: [tool] },
      profile: streaming,
      body: { tools: [ping], tool_stream: true },
    },
    ...each([...SELF_HOSTED, 'generic'], {
      request: { tools: [tool] },
      profile: streaming,
      body: { tools: [ping], tool_choice: 'auto' },
    }),
    ...each([...SELF_HOSTED, 'generic'], {
      request: { tools: [tool], toolChoice: { type: 'function', name: 'ping' } },
      body: { tools: [ping], tool_choice: chosen },
    }),
    ...each([...SELF_HOSTED, 'generic'], {
      request: { tools: [tool], toolChoice: { type: 'required' }, allowsParallelCalls: false },
      body: { tools: [ping], tool_choice: 'required', parallel_tool_calls: false },
    }),
    ...each(ALL_DIALECTS, { request: { toolChoice: { type: 'required' } }, body: {} }),
    { dialect: 'zai', profile: { searches: true, ...streaming }, body: { tools: [search] } },
    {
      dialect: 'zai',
      request: { tools: [tool] },
      profile: { searches: true, ...streaming },
      body: { tools: [ping, search], tool_stream: true },
    },
    ...each([...SELF_HOSTED, 'generic'], { profile: { searches: true }, body: {} }),
  ])('should offer $dialect tools: $request $profile', expectBody);

  it.each<Case>([
    ...each(ALL_DIALECTS, {
      request: { outputFormat: { type: 'json-object' } },
      body: { response_format: { type: 'json_object' } },
    }),
    ...each(SELF_HOSTED, {
      request: {
        outputFormat: { type: 'json-schema', name: 'out', schema: { a: 1 }, strict: true },
      },
      body: {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'out', schema: { a: 1 }, strict: true },
        },
      },
    }),
  ])('should ask $dialect for $request.outputFormat.type', expectBody);
});
