import {
  extract,
  extractorFor,
  hear,
  type Heard,
  textSplits,
  toolOf,
} from '../../../../test/support/extraction';
import { webFixtures } from '../../../../test/support/web-fixtures';
import { SseDecoder } from '../../../protocol/sse/decode-sse';
import { compose, runTransform } from '../../../protocol/transform';
import { ChannelOutput } from '../../../upstream/drivers/web/lib/document/document-output';
import { WebEventMapper } from '../../../upstream/drivers/web/lib/map-web-events';

const NAMES = [
  'get_weather',
  'get_time',
  'search_web',
  'summarize_text',
  'write_file',
  'calculate',
  'get_current_date',
  'ping',
];

const tools = NAMES.map((name) =>
  toolOf(name, {
    city: { type: 'string' },
    days: { type: 'integer' },
    path: { type: 'string' },
    content: { type: 'string' },
  }),
);

describe('ToolCallExtractor', () => {
  const fixtures = webFixtures.filter(({ name }) => /^(2|3)\d-/.test(name));

  it.each(fixtures)('should find the calls of $name', ({ bytes, expected }) => {
    const parts = runTransform(
      compose(new SseDecoder(1e6), new WebEventMapper(new ChannelOutput())),
      [bytes],
    );
    const heard = hear(runTransform(extractorFor(tools), parts));
    const isRepaired = heard.calls.length > 0 && expected.tool_calls === null;
    const wanted = isRepaired
      ? [{ name: 'get_weather', arguments: { city: '北京' } }]
      : (expected.tool_calls ?? []);
    expect(heard.calls.map(toExpected)).toMatchObject(wanted);
    expect(heard.calls).toHaveLength(wanted.length);
    expect(heard.text).toBe(isRepaired ? '' : expected.answer);
    expect(heard.end).toBe(heard.calls.length > 0 ? 'tool-calls' : 'stop');
    expect(new Set(heard.calls.map(({ id }) => id)).size).toBe(heard.calls.length);
  });

  const texts = [
    ...fixtures.map(({ name, bytes }) => ({ name, text: textOf(bytes) })),
    ...writtenCalls(),
  ];

  it.each(texts)('should hear the same of $name however it is split', ({ text }) => {
    const whole = hear(extract(tools, [text]));
    const expected = JSON.stringify(whole);
    const differing = [...textSplits(text)].filter(
      (deltas) => JSON.stringify(hear(extract(tools, deltas))) !== expected,
    );
    expect(differing).toEqual([]);
  });

  it.each(writtenCalls())('should read $name', ({ text, heard }) => {
    expect(hear(extract(tools, [text]))).toMatchObject(heard);
  });
});

function writtenCalls(): readonly { name: string; text: string; heard: object }[] {
  const paris = [{ name: 'get_weather', json: '{"city":"Paris"}' }];
  const call = (json: string): string =>
    `{"tool_calls":[{"function":{"name":"get_weather","arguments":${json}}}]}`;
  return [
    {
      name: 'a Hermes call',
      text: 'Sure.\n<tool_call>\n{"name": "get_weather", "arguments": {"city": "Paris"}}\n</tool_call>',
      heard: { text: 'Sure.', calls: paris },
    },
    {
      name: 'a GLM 4.7 call',
      text: '<tool_call>get_weather<arg_key>city</arg_key><arg_value>Paris</arg_value></tool_call>',
      heard: { text: '', calls: paris },
    },
    {
      name: 'calls without arguments',
      text: '<tool_call>ping</tool_call>\n<tool_call>get_time\n</tool_call>',
      heard: {
        text: '',
        calls: [
          { name: 'ping', json: '{}' },
          { name: 'get_time', json: '{}' },
        ],
      },
    },
    {
      name: 'a value that holds tags',
      text: '<tool_call>write_file\n<arg_key>path</arg_key>\n<arg_value>a</arg_value>\n<arg_key>content</arg_key>\n<arg_value>if (a < b) { "</tool_call> <tool_call>x" }</arg_value>\n</tool_call>',
      heard: {
        calls: [
          { json: '{"path":"a","content":"if (a < b) { \\"</tool_call> <tool_call>x\\" }"}' },
        ],
      },
    },
    {
      name: 'text between and after calls',
      text: '<tool_call>ping</tool_call>\nand now\n<tool_call>get_time</tool_call>\nthat is all',
      heard: { text: 'and now\nthat is all', calls: [{ name: 'ping' }, { name: 'get_time' }] },
    },
    {
      name: 'an invented result',
      text: '<tool_call>ping</tool_call>\n<tool_response>pong</tool_response>\nIt says pong.',
      heard: { text: '', calls: [{ name: 'ping' }], end: 'tool-calls' },
    },
    {
      name: 'a call in a block of code',
      text: '```python\nx = {"tool_calls":[{"name":"ping"}]}\n<tool_call>ping</tool_call>\n```\n',
      heard: {
        text: '```python\nx = {"tool_calls":[{"name":"ping"}]}\n<tool_call>ping</tool_call>\n```\n',
        calls: [],
      },
    },
    {
      name: 'a call in inline code',
      text: 'Write `<tool_call>ping</tool_call>` or `{"tool_calls":[{"name":"ping"}]}` to ping.',
      heard: {
        text: 'Write `<tool_call>ping</tool_call>` or `{"tool_calls":[{"name":"ping"}]}` to ping.',
        calls: [],
      },
    },
    {
      name: 'calls inside other JSON',
      text: '{"example": {"tool_calls": [{"name": "ping", "arguments": {}}]}}',
      heard: {
        text: '{"example": {"tool_calls": [{"name": "ping", "arguments": {}}]}}',
        calls: [],
      },
    },
    {
      name: 'an undeclared tag',
      text: '<tool_call>launch\n<arg_key>x</arg_key>\n<arg_value>1</arg_value>\n</tool_call>',
      heard: {
        text: '<tool_call>launch\n<arg_key>x</arg_key>\n<arg_value>1</arg_value>\n</tool_call>',
        calls: [],
      },
    },
    {
      name: 'a truncated string',
      text: '<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Par',
      heard: { calls: [{ json: '{"city":"Par' }], end: 'invalid_tool_call' },
    },
    {
      name: 'arguments with faults that have one meaning',
      text: call('{"city": "a\nb \\d", "days": 3, "dry": True,}'),
      heard: { calls: [{ json: '{"city":"a\\nb \\\\d","days":3,"dry":true}' }] },
    },
    {
      name: 'arguments before the name',
      text: '{"tool_calls":[{"arguments":{"city":"Paris"},"name":"functions.get_weather"}]}',
      heard: { calls: paris },
    },
    {
      name: 'a list that never gets a call',
      text: 'Like this: {"tool_calls": []} and so on',
      heard: { text: 'Like this: {"tool_calls": []} and so on', calls: [] },
    },
    {
      name: 'a call in a string of other JSON',
      text: '{"doc": "say <tool_call>ping</tool_call>", "zh": "调用函数：ping 参数：{}"}',
      heard: {
        text: '{"doc": "say <tool_call>ping</tool_call>", "zh": "调用函数：ping 参数：{}"}',
        calls: [],
      },
    },
    {
      name: 'a call in a string of an undeclared call',
      text: '{"tool_calls":[{"name":"launch","arguments":{"x":"<tool_call>ping</tool_call>"}}]}',
      heard: {
        text: '{"tool_calls":[{"name":"launch","arguments":{"x":"<tool_call>ping</tool_call>"}}]}',
        calls: [],
      },
    },
    {
      name: 'a call after brackets and quotes of prose',
      text: 'As [1] says: "x" {y} and {z "w.\n<tool_call>ping</tool_call>',
      heard: { text: 'As [1] says: "x" {y} and {z "w.', calls: [{ name: 'ping', json: '{}' }] },
    },
    {
      name: 'arguments as a string',
      text: call(JSON.stringify('{"city": "Paris"}')),
      heard: { text: '', calls: [{ name: 'get_weather', json: '{"city": "Paris"}' }] },
    },
    {
      name: 'a spoken call',
      text: '好的。\n调用函数：get_weather 参数：{"city": "Paris"}',
      heard: { text: '好的。', calls: paris },
    },
    {
      name: 'emoji in a value',
      text: '<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>😀é👩‍👧</arg_value>\n</tool_call>',
      heard: { calls: [{ json: '{"city":"😀é👩‍👧"}' }] },
    },
    {
      name: 'JSON in a tag behind the name',
      text: '<tool_call>get_weather\n{"city":"Paris"}\n</tool_call>',
      heard: { text: '', calls: paris },
    },
    {
      name: 'a key that is given twice',
      text: '<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Paris</arg_value>\n<arg_key>city</arg_key>\n<arg_value>Rome</arg_value>\n</tool_call>',
      heard: { calls: paris },
    },
    {
      name: 'calls with the same id',
      text: '{"tool_calls":[{"id":"a","name":"ping"},{"id":"a","name":"ping"}]}',
      heard: { calls: [{ id: 'a' }, { id: 'call_new_1' }], end: 'tool-calls' },
    },
    {
      name: 'a declared call between undeclared ones',
      text: '{"tool_calls":[{"name":"ping"},{"name":"launch"},{"name":"get_time"}]}',
      heard: { text: '{"name":"launch"}', calls: [{ name: 'ping' }, { name: 'get_time' }] },
    },
    {
      name: 'a tag that prose explains',
      text: 'The <tool_call> tag opens a call; get_weather is a tool.',
      heard: { text: 'The <tool_call> tag opens a call; get_weather is a tool.', calls: [] },
    },
    {
      name: 'half a marker at the end',
      text: 'see <tool_',
      heard: { text: 'see <tool_', calls: [] },
    },
  ];
}

function toExpected({ id, name, json }: Heard['calls'][number]): object {
  return { id, name, arguments: JSON.parse(json) as unknown };
}

function textOf(bytes: Uint8Array): string {
  const parts = runTransform(
    compose(new SseDecoder(1e6), new WebEventMapper(new ChannelOutput())),
    [bytes],
  );
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}
