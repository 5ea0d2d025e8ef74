import { userMessage } from '../../../../../test/support/generation-requests';
import type { AssistantMessage, Message, ToolCall } from '../../../../protocol/generation-request';
import { toWireMessages } from './to-wire-messages';

type Wire = ReturnType<typeof toWireMessages>;

function wire(...messages: readonly Message[]): Wire {
  return toWireMessages(messages, { needsUserMessage: false });
}

function system(text: string): Message {
  return { role: 'system', content: [{ type: 'text', text }] };
}

function assistant(fields: Partial<AssistantMessage>): Message {
  return { role: 'assistant', content: [], toolCalls: [], ...fields };
}

function call(fields: Partial<ToolCall> = {}): ToolCall {
  return { id: 'call_a', name: 'ping', arguments: '{}', ...fields };
}

function result(fields: { toolCallId?: string; name?: string }, text = 'pong'): Message {
  return { role: 'tool', content: [{ type: 'text', text }], ...fields };
}

const IMAGE = { type: 'image', url: 'data:image/png;base64,AA', path: 'messages[0]' } as const;

describe('toWireMessages', () => {
  describe('content', () => {
    it('should be a string as long as it is text', () => {
      const parts = [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ] as const;
      expect(wire({ role: 'user', content: parts })).toEqual([{ role: 'user', content: 'a\nb' }]);
    });

    it('should be parts where there are images', () => {
      const content = [{ type: 'text', text: 'See' }, IMAGE, { ...IMAGE, detail: 'low' }] as const;
      expect(wire({ role: 'user', content })).toEqual([
        {
          role: 'user',
          content: [
            { type: 'text', text: 'See' },
            { type: 'image_url', image_url: { url: IMAGE.url } },
            { type: 'image_url', image_url: { url: IMAGE.url, detail: 'low' } },
          ],
        },
      ]);
    });

    it.each<Message>([
      { role: 'system', content: [] },
      { role: 'user', content: [{ type: 'text', text: '' }] },
      assistant({}),
      assistant({ reasoning: 'Hm' }),
    ])('should be there: %j is left out', (message) => {
      expect(wire(message, userMessage('Hi'))).toEqual([{ role: 'user', content: 'Hi' }]);
    });

    it('should be empty in a result that is empty, which answers a call all the same', () => {
      expect(wire({ role: 'tool', toolCallId: 'call_a', content: [] })).toEqual([
        { role: 'tool', tool_call_id: 'call_a', content: '' },
      ]);
    });
  });

  describe('the message of the user', () => {
    const hi = { role: 'user', content: 'Hi' };

    it.each<{ it: string; messages: readonly Message[]; asking: Wire }>([
      { it: 'be as it is', messages: [userMessage('Hi')], asking: [hi] },
      {
        it: 'be the last of the instructions where there is none',
        messages: [system('Be kind.'), system('Hi')],
        asking: [{ role: 'system', content: 'Be kind.' }, hi],
      },
      {
        it: 'be the last of the instructions where the only one is empty',
        messages: [userMessage(''), system('Hi')],
        asking: [hi],
      },
      {
        it: 'be a blank where there are no instructions',
        messages: [assistant({ content: [{ type: 'text', text: 'Yes' }] })],
        asking: [
          { role: 'assistant', content: 'Yes' },
          { role: 'user', content: ' ' },
        ],
      },
      {
        it: 'be a blank where there is nothing',
        messages: [userMessage('')],
        asking: [{ role: 'user', content: ' ' }],
      },
    ])('should $it, for Z.ai', ({ messages, asking }) => {
      expect(toWireMessages(messages, { needsUserMessage: true })).toEqual(asking);
    });

    it('should not be made up for servers that need none', () => {
      expect(wire(system('Hi'))).toEqual([{ role: 'system', content: 'Hi' }]);
    });
  });

  describe('earlier answers', () => {
    it('should carry their reasoning and calls', () => {
      const message = assistant({ reasoning: 'Hm', toolCalls: [call()] });
      expect(wire(message)).toEqual([
        {
          role: 'assistant',
          content: null,
          reasoning_content: 'Hm',
          tool_calls: [
            { id: 'call_a', type: 'function', function: { name: 'ping', arguments: '{}' } },
          ],
        },
      ]);
    });

    it('should not name what they have not', () => {
      const message = assistant({ content: [{ type: 'text', text: 'Yes' }] });
      expect(wire(message)).toEqual([{ role: 'assistant', content: 'Yes' }]);
    });

    it.each([
      { given: '{"a":1}', sent: '{"a":1}' },
      { given: ' {"a":\n1} ', sent: ' {"a":\n1} ' },
      { given: '', sent: '{}' },
      { given: ' \n', sent: '{}' },
      { given: '{"a":', sent: '{"arguments":"{\\"a\\":"}' },
      { given: '[1]', sent: '{"arguments":"[1]"}' },
      { given: 'null', sent: '{"arguments":"null"}' },
      { given: '"x"', sent: '{"arguments":"\\"x\\""}' },
    ])('should send the arguments $given as the object $sent', ({ given, sent }) => {
      const [message] = wire(assistant({ toolCalls: [call({ arguments: given })] }));
      expect(message).toMatchObject({ tool_calls: [{ function: { arguments: sent } }] });
    });
  });

  describe('the ids of calls and results', () => {
    const idsOf = (messages: Wire): readonly unknown[] =>
      messages.flatMap((message) =>
        message['role'] === 'tool'
          ? [message['tool_call_id']]
          : ((message['tool_calls'] ?? []) as readonly { id: unknown }[]).map(({ id }) => id),
      );

    it('should be those of the client', () => {
      const ids = idsOf(
        wire(
          assistant({ toolCalls: [call(), call({ id: 'call_b' })] }),
          result({ toolCallId: 'call_b' }),
          result({ toolCallId: 'call_a' }),
        ),
      );
      expect(ids).toEqual(['call_a', 'call_b', 'call_b', 'call_a']);
    });

    it('should match in the older form, which has none', () => {
      const older = { id: '' };
      const ids = idsOf(
        wire(
          assistant({ toolCalls: [call(older)] }),
          result({ name: 'ping' }),
          assistant({ toolCalls: [call(older), call({ ...older, name: 'beep' })] }),
          result({ name: 'beep' }),
          result({}),
        ),
      );
      expect(ids).toEqual(['call_1', 'call_1', 'call_2', 'call_3', 'call_3', 'call_2']);
    });

    it('should not be those of a call that has its result', () => {
      const ids = idsOf(
        wire(
          assistant({ toolCalls: [call()] }),
          result({ toolCallId: 'call_a' }),
          assistant({ toolCalls: [call({ id: 'call_b' })] }),
          result({ name: 'ping' }),
        ),
      );
      expect(ids).toEqual(['call_a', 'call_a', 'call_b', 'call_b']);
    });

    it('should be there for a result without a call', () => {
      expect(idsOf(wire(result({ name: 'ping' })))).toEqual(['call_0']);
    });

    it('should start anew in every request', () => {
      const ask = (): readonly unknown[] =>
        idsOf(wire(assistant({ toolCalls: [call({ id: '' })] })));
      expect([ask(), ask()]).toEqual([['call_1'], ['call_1']]);
    });
  });
});
