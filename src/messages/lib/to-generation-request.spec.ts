import { failureOf } from '../../../test/support/failure';
import { nest } from '../../../test/support/nest';
import { MARKS } from '../../../test/support/reasoning-marks';
import type { MessageParametersDto } from '../dto/message-request.dto';
import { type ReadRequest, toGenerationRequest } from './to-generation-request';

function read(fields: object = {}, supportsTools = true): ReadRequest {
  const messages = [{ role: 'user', content: 'Hello!' }];
  const body = { model: 'GLM-4.6', max_tokens: 100, messages, ...fields } as MessageParametersDto;
  return toGenerationRequest(body, { defaultModel: 'GLM-4.5', supportsTools, marks: MARKS });
}

const tool = {
  name: 'weather',
  description: 'Tells it.',
  input_schema: { type: 'object', properties: { city: { type: 'string' } } },
};
const definition = {
  name: 'weather',
  description: 'Tells it.',
  parameters: tool.input_schema,
  strict: false,
};

describe('toGenerationRequest', () => {
  it('should map the smallest request', () => {
    expect(read()).toEqual({
      request: {
        model: 'GLM-4.6',
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello!' }] }],
        sampling: { maxOutputTokens: 100 },
        stopSequences: [],
        tools: [],
        toolChoice: { type: 'auto' },
        allowsParallelCalls: true,
        outputFormat: { type: 'text' },
        otherParameters: {},
        thinkingDefault: false,
        thinkingField: 'reasoning_content',
      },
      ignored: [],
    });
  });

  it('should take the default model when the request names none', () => {
    expect(read({ model: undefined }).request.model).toBe('GLM-4.5');
  });

  it('should map sampling, and hand top_k on to whoever knows it', () => {
    const { request, ignored } = read({ temperature: 0.5, top_p: 0.9, top_k: 40 });
    expect(request.sampling).toEqual({ temperature: 0.5, topP: 0.9, maxOutputTokens: 100 });
    expect(request.otherParameters).toEqual({ top_k: 40 });
    expect(ignored).toEqual([]);
  });

  it('should name what has no effect, unless it asks for nothing', () => {
    const { request, ignored } = read({
      metadata: { user_id: 'u' },
      service_tier: 'auto',
      container: null,
      mcp_servers: [],
      seed: 1,
      cache_control: { type: 'ephemeral' },
    });
    expect(ignored).toEqual(['metadata', 'service_tier', 'seed']);
    expect(request.otherParameters).toEqual({});
  });

  it('should refuse threads as Anthropic does it for models without', () => {
    const failure = failureOf(() => read({ thread: { type: 'create' } }));
    expect(failure).toMatchObject({ param: 'thread', code: 'thread_unsupported_request' });
  });

  it('should refuse to compact', () => {
    expect(failureOf(() => read({ compaction: { type: 'summarize' } }))).toMatchObject({
      param: 'compaction',
    });
  });

  describe('thinking', () => {
    it.each([
      [{ type: 'enabled', budget_tokens: 2000 }, true],
      [{ type: 'disabled' }, false],
      [{ type: 'adaptive' }, undefined],
    ])('should be %j', (thinking, isOn) => {
      const { request } = read({ thinking });
      expect(request.thinking).toBe(isOn);
      expect(request.thinkingDefault).toBeUndefined();
    });

    it('should have no budget', () => {
      const { ignored } = read({ thinking: { type: 'enabled', budget_tokens: 2000 } });
      expect(ignored).toEqual(['thinking.budget_tokens']);
    });

    it.each([
      ['low', 'low'],
      ['medium', 'medium'],
      ['high', 'high'],
      ['xhigh', 'xhigh'],
      ['max', 'xhigh'],
    ])('should know the effort %s', (effort, expected) => {
      const { request, ignored } = read({
        thinking: { type: 'adaptive' },
        output_config: { effort },
      });
      expect(request.reasoningEffort).toBe(expected);
      expect(ignored).toEqual([]);
    });

    it('should need no effort where there is none', () => {
      for (const thinking of [undefined, { type: 'disabled' }]) {
        const { request } = read({ thinking, output_config: { effort: 'high' } });
        expect(request.reasoningEffort).toBeUndefined();
      }
    });

    it('should name efforts and settings that it does not know', () => {
      const thinking = { type: 'adaptive' };
      const config = { effort: 'constructor', task_budget: { total: 1 }, format: null };
      const { request, ignored } = read({ thinking, output_config: config });
      expect(request.reasoningEffort).toBeUndefined();
      expect(ignored).toEqual(['output_config.task_budget', 'output_config.effort']);
    });

    it.each([
      {
        edits: [{ type: 'clear_thinking_20251015', keep: 'all' }],
        keeps: true,
        ignored: [],
      },
      {
        edits: [{ type: 'clear_thinking_20251015', keep: { type: 'thinking_turns', value: 1 } }],
        keeps: undefined,
        ignored: ['context_management'],
      },
      {
        edits: [
          { type: 'clear_tool_uses_20250919' },
          { type: 'clear_thinking_20251015', keep: 'all' },
        ],
        keeps: true,
        ignored: ['context_management'],
      },
      { edits: 'x', keeps: undefined, ignored: ['context_management'] },
    ])('should be kept of earlier turns for $edits: $keeps', ({ edits, keeps, ignored }) => {
      const result = read({ context_management: { edits } });
      expect(result.request.preservesReasoning).toBe(keeps);
      expect(result.ignored).toEqual(ignored);
    });

    it('should ignore edits of no known type, however deep it nests', () => {
      const { ignored } = read({ context_management: { edits: [{ type: [nest(50_000)] }] } });
      expect(ignored).toEqual(['context_management']);
    });
  });

  describe('tools', () => {
    it('should be taken with any mark of their own kind', () => {
      const tools = [
        tool,
        { ...tool, name: 'a', type: 'custom', cache_control: { type: 'ephemeral' } },
        { ...tool, name: 'b', type: null, strict: true },
      ];
      expect(read({ tools }).request.tools).toEqual([
        definition,
        { ...definition, name: 'a' },
        { ...definition, name: 'b', strict: true },
      ]);
    });

    it('should be left out and named when servers of Anthropic bring them', () => {
      const tools = [
        { type: 'web_search_20250305', name: 'web_search' },
        tool,
        { type: 'bash_20250124', name: 'bash' },
      ];
      const { request, ignored } = read({ tools });
      expect(request.tools).toEqual([definition]);
      expect(ignored).toEqual(['tools[0]', 'tools[2]']);
    });

    it.each([
      [{ type: 'auto' }, { type: 'auto' }, true],
      [{ type: 'any' }, { type: 'required' }, true],
      [{ type: 'none' }, { type: 'none' }, true],
      [{ type: 'tool', name: 'weather' }, { type: 'function', name: 'weather' }, true],
      [{ type: 'auto', disable_parallel_tool_use: true }, { type: 'auto' }, false],
    ])('should be chosen with %j', (choice, expected, allowsParallelCalls) => {
      const { request } = read({ tools: [tool], tool_choice: choice });
      expect(request).toMatchObject({ toolChoice: expected, allowsParallelCalls });
    });

    it('should be ignored and named when they are switched off', () => {
      const { request, ignored } = read({ tools: [tool], tool_choice: { type: 'any' } }, false);
      expect(request).toMatchObject({ tools: [], toolChoice: { type: 'none' } });
      expect(ignored).toEqual(['tools', 'tool_choice']);
    });

    it.each([
      { fields: { tools: {} }, param: 'tools' },
      { fields: { tools: ['x'] }, param: 'tools[0]' },
      { fields: { tools: [{ ...tool, name: 'a b' }] }, param: 'tools[0].name' },
      { fields: { tools: [tool, tool] }, param: 'tools[1].name' },
      { fields: { tools: [{ name: 'a' }] }, param: 'tools[0].input_schema' },
      { fields: { tools: Array(1025).fill(tool) }, param: 'tools' },
      { fields: { tools: [tool], tool_choice: 'auto' }, param: 'tool_choice' },
      { fields: { tools: [tool], tool_choice: { type: 'all' } }, param: 'tool_choice.type' },
      { fields: { tool_choice: { type: 'any' } }, param: 'tool_choice' },
      {
        fields: { tools: [tool], tool_choice: { type: 'tool', name: 'x' } },
        param: 'tool_choice.name',
      },
    ])('should be refused at $param', ({ fields, param }) => {
      expect(failureOf(() => read(fields))).toMatchObject({ kind: 'invalid-request', param });
    });
  });

  describe('formats', () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } } };
    const format = { type: 'json_schema', schema };

    it.each([{ output_config: { format } }, { output_format: format }])(
      'should be read from %j',
      (fields) => {
        expect(read(fields).request.outputFormat).toEqual({
          type: 'json-schema',
          name: 'response',
          schema,
          strict: true,
        });
      },
    );

    it.each([
      { fields: { output_config: { format: 'json' } }, param: 'output_config.format' },
      { fields: { output_format: { type: 'json_object' } }, param: 'output_format' },
      { fields: { output_format: { type: 'json_schema' } }, param: 'output_format.schema' },
    ])('should be refused at $param', ({ fields, param }) => {
      expect(failureOf(() => read(fields))).toMatchObject({ param });
    });
  });

  it('should take stop sequences', () => {
    expect(read({ stop_sequences: ['END', '\n'] }).request.stopSequences).toEqual(['END', '\n']);
  });

  it.each([
    { sequences: 'END', param: 'stop_sequences' },
    { sequences: Array(17).fill('x'), param: 'stop_sequences' },
    { sequences: ['x', ''], param: 'stop_sequences[1]' },
    { sequences: [7], param: 'stop_sequences[0]' },
  ])('should refuse the stop sequences $sequences', ({ sequences, param }) => {
    expect(failureOf(() => read({ stop_sequences: sequences }))).toMatchObject({ param });
  });
});
