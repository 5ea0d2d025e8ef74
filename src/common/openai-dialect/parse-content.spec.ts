import { failureOf } from '../../../test/support/failure';
import { parseContent } from './parse-content';

const PATH = 'messages[2].content';
const URL = 'https://a.example/cat.png';

describe('parseContent', () => {
  const good: readonly { it: string; content: unknown; parts: readonly object[] }[] = [
    { it: 'nothing', content: undefined, parts: [] },
    { it: 'null', content: null, parts: [] },
    { it: 'an empty string', content: '', parts: [] },
    { it: 'no parts', content: [], parts: [] },
    { it: 'a string', content: 'Hi', parts: [text('Hi')] },
    { it: 'blanks', content: ' \n', parts: [text(' \n')] },
    {
      it: 'text parts',
      content: [part('text', 'a'), part('text', 'b')],
      parts: [text('a'), text('b')],
    },
    { it: 'empty text parts', content: [part('text', ''), part('text', 'b')], parts: [text('b')] },
    { it: 'input text', content: [part('input_text', 'a')], parts: [text('a')] },
    { it: 'output text', content: [part('output_text', 'a')], parts: [text('a')] },
    { it: 'strings among parts', content: ['a', part('text', 'b')], parts: [text('a'), text('b')] },
    { it: 'a refusal', content: [{ type: 'refusal', refusal: 'No.' }], parts: [text('No.')] },
    {
      it: 'an image',
      content: [{ type: 'image_url', image_url: { url: URL, detail: 'low' } }],
      parts: [{ type: 'image', url: URL, detail: 'low', path: `${PATH}[0]` }],
    },
    {
      it: 'an image after text',
      content: [part('text', 'What is this?'), { type: 'image_url', image_url: URL }],
      parts: [text('What is this?'), { type: 'image', url: URL, path: `${PATH}[1]` }],
    },
    {
      it: 'an image of the Responses API',
      content: [{ type: 'input_image', image_url: URL, detail: 'low' }],
      parts: [{ type: 'image', url: URL, detail: 'low', path: `${PATH}[0]` }],
    },
    {
      it: 'an image as data',
      content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }],
      parts: [{ type: 'image', url: 'data:image/png;base64,AA==', path: `${PATH}[0]` }],
    },
  ];

  it.each(good)('should read $it', ({ content, parts }) => {
    expect(parseContent(content, PATH)).toEqual(parts);
  });

  const bad: readonly { it: string; content: unknown; param: string; code?: string }[] = [
    { it: 'a number', content: 7, param: PATH },
    { it: 'an object', content: part('text', 'a'), param: PATH },
    { it: 'true', content: true, param: PATH },
    { it: 'a part that is null', content: [null], param: `${PATH}[0]` },
    { it: 'a part that is a list', content: ['a', []], param: `${PATH}[1]` },
    { it: 'a text part without text', content: [{ type: 'text' }], param: `${PATH}[0].text` },
    { it: 'text that is a number', content: [part('text', 7)], param: `${PATH}[0].text` },
    { it: 'a refusal without text', content: [{ type: 'refusal' }], param: `${PATH}[0].refusal` },
    { it: 'an image without address', content: [{ type: 'image_url' }], param: `${PATH}[0]` },
    ...[
      'file:///etc/passwd',
      'javascript:alert(1)',
      'data:text/html,x',
      '',
      ' https://a.example',
    ].map((url) => ({
      it: `an image at "${url}"`,
      content: [{ type: 'image_url', image_url: { url } }],
      param: `${PATH}[0]`,
    })),
    {
      it: 'an image in a file store',
      content: [{ type: 'input_image', file_id: 'file-1', image_url: null }],
      param: `${PATH}[0]`,
      code: 'unsupported_content',
    },
    {
      it: 'a part of another type',
      content: [part('text', 'a'), { type: 'input_audio' }],
      param: `${PATH}[1]`,
      code: 'unsupported_content',
    },
    { it: 'a part without type', content: [{}], param: `${PATH}[0]`, code: 'unsupported_content' },
  ];

  it.each(bad)('should refuse $it and name its place', ({ content, param, code }) => {
    expect(failureOf(() => parseContent(content, PATH))).toMatchObject({
      kind: 'invalid-request',
      param,
      code,
    });
  });

  it('should not repeat a long type in its message', () => {
    const error = failureOf(() => parseContent([{ type: 'x'.repeat(5000) }], PATH));
    expect((error as Error).message.length).toBeLessThan(200);
  });
});

function part(type: string, content: unknown): object {
  return { type, text: content };
}

function text(content: string): object {
  return { type: 'text', text: content };
}
