import { failureOf } from '../../../test/support/failure';
import { parseMessages } from './parse-messages';

const HI = [{ type: 'text', text: 'Hi' }];

describe('parseMessages', () => {
  const good: readonly { it: string; message: object; parsed: object }[] = [
    {
      it: 'a system',
      message: { role: 'system', content: 'Hi' },
      parsed: { role: 'system', content: HI },
    },
    {
      it: 'a developer, who is a system',
      message: { role: 'developer', content: 'Hi' },
      parsed: { role: 'system', content: HI },
    },
    {
      it: 'a user with further fields',
      message: { role: 'user', content: 'Hi', name: 'Ann', extra: 1 },
      parsed: { role: 'user', content: HI },
    },
    {
      it: 'an assistant',
      message: { role: 'assistant', content: 'Hi' },
      parsed: { role: 'assistant', content: HI, toolCalls: [] },
    },
    {
      it: 'an assistant that thought',
      message: { role: 'assistant', content: 'Hi', reasoning_content: 'Why' },
      parsed: { role: 'assistant', content: HI, reasoning: 'Why', toolCalls: [] },
    },
    {
      it: 'an assistant that refused',
      message: { role: 'assistant', content: null, refusal: 'Hi' },
      parsed: { role: 'assistant', content: HI, toolCalls: [] },
    },
    {
      it: 'an assistant whose fields are null',
      message: { role: 'assistant', content: null, tool_calls: null, reasoning_content: null },
      parsed: { role: 'assistant', content: [], toolCalls: [] },
    },
    {
      it: 'tool calls',
      message: {
        role: 'assistant',
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
        ],
      },
      parsed: {
        role: 'assistant',
        content: [],
        toolCalls: [{ id: 'call_1', name: 'f', arguments: '{"a":1}' }],
      },
    },
    {
      it: 'tool calls without id and with arguments that are no text',
      message: {
        role: 'assistant',
        tool_calls: [{ function: { name: 'f', arguments: { a: 1 } } }, { function: { name: 'g' } }],
      },
      parsed: {
        role: 'assistant',
        content: [],
        toolCalls: [
          { id: '', name: 'f', arguments: '{"a":1}' },
          { id: '', name: 'g', arguments: '' },
        ],
      },
    },
    {
      it: 'the function call of old clients',
      message: { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
      parsed: {
        role: 'assistant',
        content: [],
        toolCalls: [{ id: '', name: 'f', arguments: '{}' }],
      },
    },
    {
      it: 'a tool result',
      message: { role: 'tool', content: 'Hi', tool_call_id: 'call_1', name: 'f' },
      parsed: { role: 'tool', content: HI, toolCallId: 'call_1', name: 'f' },
    },
    {
      it: 'a function result of old clients',
      message: { role: 'function', content: 'Hi', name: 'f' },
      parsed: { role: 'tool', content: HI, name: 'f' },
    },
  ];

  it.each(good)('should read $it', ({ message, parsed }) => {
    expect(parseMessages([message])).toEqual([parsed]);
  });

  it('should keep the order of the conversation', () => {
    const roles = ['system', 'user', 'assistant', 'tool', 'assistant', 'user'];
    const messages = parseMessages(roles.map((role) => ({ role, content: 'Hi' })));
    expect(messages.map(({ role }) => role)).toEqual(roles);
  });

  const bad: readonly { it: string; message: unknown; param: string }[] = [
    { it: 'a text', message: 'Hi', param: 'messages[1]' },
    { it: 'null', message: null, param: 'messages[1]' },
    { it: 'a list', message: [], param: 'messages[1]' },
    { it: 'no role', message: { content: 'Hi' }, param: 'messages[1].role' },
    { it: 'another role', message: { role: 'God', content: 'Hi' }, param: 'messages[1].role' },
    { it: 'a role that is none', message: { role: 7 }, param: 'messages[1].role' },
    { it: 'bad content', message: { role: 'user', content: 7 }, param: 'messages[1].content' },
    {
      it: 'a bad part',
      message: { role: 'user', content: ['a', 7] },
      param: 'messages[1].content[1]',
    },
    {
      it: 'reasoning that is no text',
      message: { role: 'assistant', reasoning_content: {} },
      param: 'messages[1].reasoning_content',
    },
    {
      it: 'tool calls that are no list',
      message: { role: 'assistant', tool_calls: {} },
      param: 'messages[1].tool_calls',
    },
    {
      it: 'a tool call that is no object',
      message: { role: 'assistant', tool_calls: ['f'] },
      param: 'messages[1].tool_calls[0]',
    },
    {
      it: 'a tool call without function',
      message: { role: 'assistant', tool_calls: [{ function: { name: 'f' } }, { id: 'a' }] },
      param: 'messages[1].tool_calls[1].function.name',
    },
    {
      it: 'a tool call without name',
      message: { role: 'assistant', tool_calls: [{ function: {} }] },
      param: 'messages[1].tool_calls[0].function.name',
    },
    {
      it: 'a function call without name',
      message: { role: 'assistant', function_call: {} },
      param: 'messages[1].function_call.name',
    },
    {
      it: 'a tool_call_id that is no text',
      message: { role: 'tool', content: 'Hi', tool_call_id: 7 },
      param: 'messages[1].tool_call_id',
    },
    {
      it: 'a name of a tool that is no text',
      message: { role: 'tool', content: 'Hi', name: [] },
      param: 'messages[1].name',
    },
  ];

  it.each(bad)('should refuse $it and name its place', ({ message, param }) => {
    const error = failureOf(() => parseMessages([{ role: 'user', content: 'Hi' }, message]));
    expect(error).toMatchObject({ kind: 'invalid-request', param });
  });

  it('should refuse a conversation without messages', () => {
    expect(failureOf(() => parseMessages([]))).toMatchObject({
      kind: 'invalid-request',
      param: 'messages',
    });
  });
});
