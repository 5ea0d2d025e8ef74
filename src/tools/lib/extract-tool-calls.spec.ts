import { webFixtures } from '../../../test/support/web-fixtures';
import { SseDecoder } from '../../protocol/sse/decode-sse';
import type { StreamPart } from '../../protocol/stream-part';
import type { ToolDefinition } from '../../protocol/tool-definition';
import { compose, runTransform } from '../../protocol/transform';
import { ChannelOutput } from '../../upstream/drivers/web/lib/document-output';
import { WebEventMapper } from '../../upstream/drivers/web/lib/map-web-events';
import { ToolCallExtractor } from './extract-tool-calls';
import { ToolDirectory } from './tool-directory';

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

/** What a client makes of the parts. */
interface Heard {
  readonly text: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly json: string }[];
  readonly end: string;
}

describe('ToolCallExtractor', () => {
  const fixtures = webFixtures.filter(({ name }) => /^(2|3)\d-/.test(name));

  it.each(fixtures)('should find the calls of $name', ({ bytes, expected }) => {
    const parts = runTransform(
      compose(new SseDecoder(1e6), new WebEventMapper(new ChannelOutput())),
      [bytes],
    );
    const heard = hear(runTransform(extractor(), parts));
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
    const whole = hear(extract([text]));
    const expected = JSON.stringify(whole);
    const differing = [...splits(text)].filter(
      (deltas) => JSON.stringify(hear(extract(deltas))) !== expected,
    );
    expect(differing).toEqual([]);
  });

  it.each(writtenCalls())('should read $name', ({ text, heard }) => {
    expect(hear(extract([text]))).toMatchObject(heard);
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
      heard: { calls: [{ json: '{"city":"Par' }], end: 'error' },
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
      name: 'half a marker at the end',
      text: 'see <tool_',
      heard: { text: 'see <tool_', calls: [] },
    },
  ];
}

function extractor(): ToolCallExtractor {
  const tools = NAMES.map((name): ToolDefinition => ({
    name,
    description: undefined,
    strict: false,
    parameters: {
      type: 'object',
      properties: {
        city: { type: 'string' },
        days: { type: 'integer' },
        path: { type: 'string' },
        content: { type: 'string' },
      },
    },
  }));
  let made = 0;
  return new ToolCallExtractor({
    tools: new ToolDirectory(tools),
    newId: () => `call_new_${String((made += 1))}`,
    allowsParallelCalls: true,
    firstIndex: 0,
  });
}

function extract(deltas: readonly string[]): readonly StreamPart[] {
  const parts = deltas.map((text): StreamPart => ({ type: 'text', text }));
  return runTransform(extractor(), [...parts, { type: 'finish', reason: 'stop' }]);
}

function hear(parts: readonly StreamPart[]): Heard {
  let text = '';
  const calls: { id: string; name: string; json: string }[] = [];
  for (const part of parts) {
    if (part.type === 'text') text += part.text;
    else if (part.type === 'tool-input-start')
      calls.push({ id: part.id, name: part.name, json: '' });
    else if (part.type === 'tool-input-delta') {
      const call = calls[part.index];
      if (call !== undefined) call.json += part.delta;
    }
  }
  const last = parts.at(-1);
  return { text, calls, end: last?.type === 'finish' ? last.reason : (last?.type ?? '') };
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

function* splits(text: string): Generator<readonly string[]> {
  yield text.split('');
  yield text.match(/[\s\S]{1,3}/g) ?? [];
  for (let index = 1; index < text.length; index += 1) {
    yield [text.slice(0, index), text.slice(index)];
  }
}
