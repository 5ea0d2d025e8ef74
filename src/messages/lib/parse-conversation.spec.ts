import { failureOf } from '../../../test/support/failure';
import { MARKS } from '../../../test/support/reasoning-marks';
import type { Message } from '../../protocol/generation-request';
import { parseConversation } from './parse-conversation';

interface Read {
  readonly messages: readonly Message[];
  readonly ignored: readonly string[];
}

function read(messages: readonly unknown[], system?: unknown): Read {
  const ignored: string[] = [];
  return { messages: parseConversation(system, messages, { marks: MARKS, ignored }), ignored };
}

const text = (content: string): object => ({ type: 'text', text: content });
const use = { type: 'tool_use', id: 'call_1', name: 'weather', input: { city: 'Oslo' } };
const call = { id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' };
const pixel = {
  type: 'image',
  source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' },
};

describe('parseConversation', () => {
  it('should read strings, blocks and instructions at their places', () => {
    const { messages, ignored } = read(
      [
        { role: 'user', content: 'Hello!' },
        { role: 'system', content: [text('Be brief.')] },
        { role: 'assistant', content: [text('Yes?')] },
        { role: 'user', content: [text('One'), text(''), text('Two')] },
      ],
      [{ ...text('You help.'), cache_control: { type: 'ephemeral' } }, text('Much.')],
    );
    expect(messages).toEqual([
      { role: 'system', content: [text('You help.'), text('Much.')] },
      { role: 'user', content: [text('Hello!')] },
      { role: 'system', content: [text('Be brief.')] },
      { role: 'assistant', content: [text('Yes?')], toolCalls: [] },
      { role: 'user', content: [text('One'), text('Two')] },
    ]);
    expect(ignored).toEqual([]);
  });

  it.each([undefined, null, '', []])('should have no instructions for %j', (system) => {
    expect(read([{ role: 'user', content: 'x' }], system).messages).toHaveLength(1);
  });

  it('should keep an answer that is to be continued', () => {
    const { messages } = read([
      { role: 'user', content: 'Count.' },
      { role: 'assistant', content: 'One, ' },
    ]);
    expect(messages.at(-1)).toMatchObject({ role: 'assistant', content: [text('One, ')] });
  });

  describe('with images', () => {
    it('should take embedded ones and addresses', () => {
      const url = 'https://example.com/cat.png';
      const { messages } = read([
        { role: 'user', content: [pixel, { type: 'image', source: { type: 'url', url } }] },
      ]);
      expect(messages[0]?.content).toEqual([
        {
          type: 'image',
          url: 'data:image/png;base64,iVBORw0KGgo=',
          path: 'messages[0].content[0]',
        },
        { type: 'image', url, path: 'messages[0].content[1]' },
      ]);
    });

    it.each([
      {},
      { type: 'file', file_id: 'file_1' },
      { type: 'url', url: 'file:///etc/passwd' },
      { type: 'base64', media_type: 'text/html', data: 'x' },
      { type: 'base64', media_type: 'image/png', data: '' },
      { type: 'base64', media_type: 'image/png;x,y', data: 'x' },
    ])('should refuse the source %j', (source) => {
      const messages = [{ role: 'user', content: [text('x'), { type: 'image', source }] }];
      expect(failureOf(() => read(messages))).toMatchObject({
        kind: 'invalid-request',
        param: 'messages[0].content[1].source',
      });
    });
  });

  describe('with tools', () => {
    it('should read uses and put results before what the user says', () => {
      const { messages } = read([
        { role: 'user', content: 'Weather?' },
        { role: 'assistant', content: [text('I look.'), use, { ...use, id: 'call_2' }] },
        {
          role: 'user',
          content: [
            text('Hurry.'),
            { type: 'tool_result', tool_use_id: 'call_2', content: [text('Rain'), text('8')] },
            { type: 'tool_result', tool_use_id: 'call_1', content: 'Sun', is_error: false },
          ],
        },
      ]);
      expect(messages.slice(1)).toEqual([
        {
          role: 'assistant',
          content: [text('I look.')],
          toolCalls: [call, { ...call, id: 'call_2' }],
        },
        {
          role: 'tool',
          content: [text('Rain'), text('8')],
          toolCallId: 'call_2',
          name: 'weather',
        },
        { role: 'tool', content: [text('Sun')], toolCallId: 'call_1', name: 'weather' },
        { role: 'user', content: [text('Hurry.')] },
      ]);
    });

    it('should have no message of the user where there are only results', () => {
      const result = { type: 'tool_result', tool_use_id: 'call_1' };
      const { messages } = read([{ role: 'user', content: [result] }]);
      expect(messages).toEqual([{ role: 'tool', content: [], toolCallId: 'call_1' }]);
    });

    it('should tell the model of a call that failed', () => {
      const result = { type: 'tool_result', tool_use_id: 'a', content: 'No file.', is_error: true };
      const [message] = read([{ role: 'user', content: [result] }]).messages;
      expect(message?.content).toEqual([text('The tool call failed:'), text('No file.')]);
    });

    it('should give images of results to the user, for upstreams take none in results', () => {
      const result = { type: 'tool_result', tool_use_id: 'a', content: [text('See:'), pixel] };
      const { messages } = read([{ role: 'user', content: [result, text('What is it?')] }]);
      expect(messages.map(({ role }) => role)).toEqual(['tool', 'user']);
      expect(messages[0]?.content.every(({ type }) => type === 'text')).toBe(true);
      expect(messages[1]?.content).toMatchObject([
        { type: 'image', path: 'messages[0].content[0].content[1]' },
        text('What is it?'),
      ]);
    });
  });

  describe('with thinking', () => {
    const thought = (thinking: string, signature?: string): object => ({
      type: 'thinking',
      thinking,
      signature,
    });
    const turn = (...content: object[]): Read => read([{ role: 'assistant', content }]);

    it('should take what it has signed, beside text and calls', () => {
      const { messages, ignored } = turn(thought('Oslo.', 'signed(Oslo.)'), text('I look.'), use);
      expect(messages).toEqual([
        {
          role: 'assistant',
          reasoning: 'Oslo.',
          content: [text('I look.')],
          toolCalls: [call],
        },
      ]);
      expect(ignored).toEqual([]);
    });

    it('should join what was thought in several blocks', () => {
      const { messages } = turn(thought('One.', 'signed(One.)'), thought('Two.', 'signed(Two.)'));
      expect(messages[0]).toMatchObject({ reasoning: 'One.Two.' });
    });

    it('should take what it has sealed', () => {
      const redacted = { type: 'redacted_thinking', data: 'sealed(Hidden.)' };
      const { messages, ignored } = turn(redacted, thought('', 'sealed(Omitted.)'));
      expect(messages[0]).toMatchObject({ reasoning: 'Hidden.Omitted.' });
      expect(ignored).toEqual([]);
    });

    it.each([
      ['a foreign signature', thought('Mine.', 'EqQBCgIYAhIM')],
      ['the signature of another text', thought('Mine.', 'signed(Yours.)')],
      ['no signature', thought('Mine.')],
      ['an empty signature', thought('Mine.', '')],
      ['no text and a foreign signature', thought('', 'EqQBCgIYAhIM')],
      ['a foreign seal', { type: 'redacted_thinking', data: 'EmwKAhgB' }],
    ])('should drop what has %s, and say so', (_what, block) => {
      const { messages, ignored } = turn(block, text('So.'));
      expect(messages[0]).toMatchObject({ reasoning: '', content: [text('So.')] });
      expect(ignored).toEqual(['messages[0].content[0]']);
    });

    it('should have no reasoning where there was none', () => {
      expect(turn(text('So.')).messages[0]).toMatchObject({ reasoning: undefined });
    });
  });

  describe('with other blocks', () => {
    it('should read documents and search results as text', () => {
      const { messages } = read([
        {
          role: 'user',
          content: [
            {
              type: 'document',
              title: 'Notes',
              source: { type: 'text', media_type: 'text/plain', data: 'Milk.' },
            },
            { type: 'document', source: { type: 'content', content: [text('Bread.'), pixel] } },
            {
              type: 'search_result',
              title: 'Shops',
              source: 'https://example.com',
              content: [text('Open.')],
            },
          ],
        },
      ]);
      expect(messages[0]?.content).toMatchObject([
        text('title: Notes\n\nMilk.'),
        text('Bread.'),
        { type: 'image' },
        text('title: Shops\nsource: https://example.com\n\n'),
        text('Open.'),
      ]);
    });

    it('should leave out and name what only means something to Anthropic', () => {
      const { messages, ignored } = read([
        {
          role: 'assistant',
          content: [
            { type: 'server_tool_use', id: 'a', name: 'web_search', input: {} },
            { type: 'web_search_tool_result', tool_use_id: 'a', content: [] },
            { type: 'something_new' },
            text('Found.'),
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'b', content: [{ type: 'tool_reference' }] },
          ],
        },
      ]);
      expect(messages[0]?.content).toEqual([text('Found.')]);
      expect(ignored).toEqual([
        'messages[0].content[0]',
        'messages[0].content[1]',
        'messages[0].content[2]',
        'messages[1].content[0].content[0]',
      ]);
    });

    it('should keep the summary of a conversation that was compacted elsewhere', () => {
      const { messages } = read([
        { role: 'assistant', content: [{ type: 'compaction', content: 'So far: …' }] },
      ]);
      expect(messages[0]?.content).toEqual([text('So far: …')]);
    });
  });
});
