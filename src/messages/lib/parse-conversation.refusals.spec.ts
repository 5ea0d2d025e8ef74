import { failureOf } from '../../../test/support/failure';
import { MARKS } from '../../../test/support/reasoning-marks';
import { parseConversation } from './parse-conversation';

function read(messages: readonly unknown[]): unknown {
  return parseConversation(undefined, messages, { marks: MARKS, ignored: [] });
}

const use = { type: 'tool_use', id: 'call_1', name: 'weather', input: { city: 'Oslo' } };

describe('parseConversation, of what does not fit', () => {
  it.each([
    { it: 'no message', messages: [], param: 'messages' },
    { it: 'a message that is none', messages: ['x'], param: 'messages[0]' },
    {
      it: 'an unknown role',
      messages: [{ role: 'tool', content: 'x' }],
      param: 'messages[0].role',
    },
    {
      it: 'content of another type',
      messages: [{ role: 'user', content: 7 }],
      param: 'messages[0].content',
    },
    {
      it: 'a block that is none',
      messages: [{ role: 'user', content: ['x'] }],
      param: 'messages[0].content[0]',
    },
    {
      it: 'a block without a type',
      messages: [{ role: 'user', content: [{ text: 'x' }] }],
      param: 'messages[0].content[0].type',
    },
    {
      it: 'text that is none',
      messages: [{ role: 'user', content: [{ type: 'text', text: 7 }] }],
      param: 'messages[0].content[0].text',
    },
    {
      it: 'a PDF',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'document', source: { type: 'base64', media_type: 'application/pdf' } },
          ],
        },
      ],
      param: 'messages[0].content[0].source',
    },
    {
      it: 'an unknown block of the user',
      messages: [{ role: 'user', content: [{ type: 'container_upload' }] }],
      param: 'messages[0].content[0]',
    },
    {
      it: 'a use of a tool by the user',
      messages: [{ role: 'user', content: [use] }],
      param: 'messages[0].content[0]',
    },
    {
      it: 'input that is no object',
      messages: [{ role: 'assistant', content: [{ ...use, input: '{}' }] }],
      param: 'messages[0].content[0].input',
    },
    {
      it: 'a use without a name',
      messages: [{ role: 'assistant', content: [{ ...use, name: undefined }] }],
      param: 'messages[0].content[0].name',
    },
    {
      it: 'a result without a use',
      messages: [{ role: 'user', content: [{ type: 'tool_result', content: 'x' }] }],
      param: 'messages[0].content[0].tool_use_id',
    },
    {
      it: 'thinking without text',
      messages: [{ role: 'assistant', content: [{ type: 'thinking' }] }],
      param: 'messages[0].content[0].thinking',
    },
  ])('should refuse $it and name the place', ({ messages, param }) => {
    expect(failureOf(() => read(messages))).toMatchObject({ kind: 'invalid-request', param });
  });

  it('should refuse input that is nested too deeply to be written', () => {
    const input = { deep: JSON.parse('['.repeat(300) + ']'.repeat(300)) as unknown };
    const messages = [{ role: 'assistant', content: [{ ...use, input }] }];
    expect(failureOf(() => read(messages))).toMatchObject({
      param: 'messages[0].content[0].input',
    });
  });
});
