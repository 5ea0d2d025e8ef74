import { failureOf } from '../../../../test/support/failure';
import type { Message } from '../../../protocol/generation-request';
import { ItemParser, type ParsedItems } from './parse-items';
import { toInputItems } from './to-input-items';

const ID = 'resp_5f1d7a84d2a14a0ab2c3d4e5f6071829';
const call = (id: string, name = 'get'): object => ({
  ...{ type: 'function_call', call_id: id, name, arguments: '{}' },
});
const output = (id: string, said: unknown = 'done'): object => ({
  ...{ type: 'function_call_output', call_id: id, output: said },
});
const thought = (fields: object): object => ({
  type: 'reasoning',
  id: 'rs_1',
  summary: [],
  ...fields,
});
const user = { role: 'user', content: 'Hi' };

function parse(input: unknown): ParsedItems {
  const parser = new ItemParser((token) => (token === 'sealed' ? 'unsealed' : undefined));
  for (const [index, item] of toInputItems(input, ID).entries()) {
    parser.add(item, `input[${String(index)}]`);
  }
  return parser.result();
}

const messagesOf = (input: unknown): readonly Message[] => parse(input).messages;
const rolesOf = (input: unknown): string =>
  messagesOf(input)
    .map(({ role }) => role)
    .join(' ');

describe('ItemParser', () => {
  it.each<[string, unknown, string]>([
    ['a text', 'Hi', 'user'],
    ['messages without types', [{ role: 'developer', content: 'x' }, user], 'system user'],
    [
      'a turn of everything',
      [
        user,
        thought({}),
        { role: 'assistant', content: 'a' },
        call('1'),
        call('2'),
        output('1'),
        output('2'),
      ],
      'user assistant tool tool',
    ],
    [
      'calls that are answered one by one',
      [call('1'), output('1'), call('2'), output('2')],
      'assistant tool assistant tool',
    ],
    [
      'two messages in a row',
      [
        { role: 'assistant', content: 'a' },
        { role: 'assistant', content: 'b' },
      ],
      'assistant',
    ],
    [
      'reasoning that led to nothing',
      [thought({ summary: [{ type: 'summary_text', text: 'x' }] }), user],
      'user',
    ],
  ])('should make messages of %s', (_name, input, roles) => {
    expect(rolesOf(input)).toBe(roles);
  });

  it('should put what belongs together into one message', () => {
    const said = { role: 'assistant', content: [{ type: 'output_text', text: 'Let me see.' }] };
    const summary = [{ type: 'summary_text', text: 'Look.' }];
    expect(messagesOf([thought({ summary }), said, call('1', 'look'), call('2')])).toEqual([
      {
        role: 'assistant',
        reasoning: 'Look.',
        content: [{ type: 'text', text: 'Let me see.' }],
        toolCalls: [
          { id: '1', name: 'look', arguments: '{}' },
          { id: '2', name: 'get', arguments: '{}' },
        ],
      },
    ]);
  });

  it('should put the reasoning of several items together as the model said it', () => {
    const items = ['One', ' two'].map((text) => thought({ summary: [{ text }] }));
    expect(messagesOf([...items, call('1')])).toMatchObject([{ reasoning: 'One two' }]);
  });

  it.each<[string, object, string | undefined, readonly string[]]>([
    [
      'what the gateway sealed',
      { encrypted_content: 'sealed', summary: [{ text: 'x' }] },
      'unsealed',
      [],
    ],
    [
      'its content',
      { content: [{ type: 'reasoning_text', text: 'c' }], summary: [{ text: 's' }] },
      'c',
      [],
    ],
    ['its summary', { summary: [{ text: 'a' }, { text: 'b' }], content: null }, 'a\nb', []],
    [
      'its summary if somebody else sealed it',
      { encrypted_content: 'foreign', summary: [{ text: 's' }] },
      's',
      ['input[0].encrypted_content'],
    ],
    [
      'nothing if there is nothing else',
      { encrypted_content: 'foreign' },
      undefined,
      ['input[0].encrypted_content'],
    ],
  ])('should take reasoning from %s', (_name, fields, reasoning, ignored) => {
    const parsed = parse([thought(fields), { role: 'assistant', content: 'a' }]);
    expect(parsed.messages).toMatchObject([{ role: 'assistant', reasoning }]);
    expect(parsed.ignored).toEqual(ignored);
  });

  it('should take calls of the tools that clients run themselves for calls of functions', () => {
    const input = [
      { type: 'custom_tool_call', call_id: '1', name: 'apply', input: 'raw text' },
      { type: 'local_shell_call', call_id: '2', action: { type: 'exec', command: ['ls'] } },
      { type: 'custom_tool_call_output', call_id: '1', output: 'ok' },
      { type: 'local_shell_call_output', id: '2', output: { files: 3 } },
    ];
    expect(messagesOf(input)).toMatchObject([
      {
        toolCalls: [
          { id: '1', name: 'apply', arguments: '{"input":"raw text"}' },
          { id: '2', name: 'local_shell', arguments: '{"type":"exec","command":["ls"]}' },
        ],
      },
      { role: 'tool', toolCallId: '1', content: [{ text: 'ok' }] },
      { role: 'tool', toolCallId: '2', content: [{ text: '{"files":3}' }] },
    ]);
  });

  it('should name harmless items that mean nothing to it', () => {
    const input = [{ type: 'web_search_call', id: 'ws_1' }, user, { type: 'constructor' }];
    expect(parse(input)).toMatchObject({ ignored: ['input[0]', 'input[2]'], messages: [{}] });
  });

  it('should take results with parts', () => {
    const parts = [
      { type: 'input_text', text: 'a' },
      { type: 'input_image', image_url: 'https://a.example/a.png' },
    ];
    expect(messagesOf([output('1', parts)])).toMatchObject([
      { role: 'tool', content: [{ type: 'text', text: 'a' }, { type: 'image' }] },
    ]);
  });

  it('should refuse what the conversation would not be the same without', () => {
    const refused = failureOf(() => parse([user, { type: 'compaction', encrypted_content: 'x' }]));
    expect(refused).toMatchObject({ kind: 'invalid-request', param: 'input[1]' });
  });
});

describe('toInputItems', () => {
  it('should give every item a type and an id, and every message parts', () => {
    const input = [user, { role: 'assistant', content: 'Hello' }, { id: 'msg_1' }, output('1')];
    const hexadecimal = ID.slice(5);
    expect(toInputItems(input, ID)).toMatchObject([
      {
        type: 'message',
        id: `msg_${hexadecimal}_i0`,
        status: 'completed',
        content: [{ type: 'input_text', text: 'Hi' }],
      },
      { type: 'message', content: [{ type: 'output_text', text: 'Hello' }] },
      { type: 'item_reference', id: 'msg_1' },
      { type: 'function_call_output', id: `fco_${hexadecimal}_i3` },
    ]);
  });

  it('should leave ids and statuses as they are', () => {
    const item = { type: 'function_call', id: 'fc_1', status: 'incomplete', name: 'a' };
    expect(toInputItems([item], ID)).toEqual([item]);
  });
});
