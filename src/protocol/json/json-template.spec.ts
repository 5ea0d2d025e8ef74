import fc from 'fast-check';
import { JsonTemplate, type Saying } from './json-template';
import { isJsonObject, safeParseJson } from './safe-parse-json';

/** Reads `{ said, kind }` and nothing else. */
function interpret(json: string): Saying | undefined {
  const value = safeParseJson(json);
  if (!isJsonObject(value) || 'end' in value) return undefined;
  const { said: text, kind = 'text' } = value;
  return typeof text === 'string' && typeof kind === 'string' ? { kind, text } : undefined;
}

function taught(json: string): JsonTemplate {
  const template = new JsonTemplate(interpret);
  const saying = interpret(json);
  if (saying !== undefined) template.learn(json, saying);
  return template;
}

describe('JsonTemplate', () => {
  it('should read what differs in the text only', () => {
    const template = taught('{"id":1,"said":"Hello","kind":"text"}');
    expect(template.read('{"id":1,"said":" you","kind":"text"}')).toEqual({
      kind: 'text',
      text: ' you',
    });
    expect(template.read('{"id":1,"said":"\\u4f60\\n\\"","kind":"text"}')?.text).toBe('你\n"');
  });

  it.each([
    { it: 'another field', json: '{"id":2,"said":"Hi","kind":"text"}' },
    { it: 'one more field', json: '{"id":1,"said":"Hi","end":true,"kind":"text"}' },
    { it: 'a value that is no string', json: '{"id":1,"said":null,"kind":"text"}' },
    { it: 'a string that was cut', json: '{"id":1,"said":"Hi\\","kind":"text"}' },
    { it: 'less than the template', json: '{"id":1,"said":"kind":"text"}' },
    { it: 'nothing', json: '' },
  ])('should leave alone what has $it', ({ json }) => {
    expect(taught('{"id":1,"said":"Hello","kind":"text"}').read(json)).toBeUndefined();
  });

  it('should make no template of a string that stands somewhere else', () => {
    const template = taught('{"note":"said","said":"said"}');
    expect(template.read('{"note":"other","said":"said"}')).toBeUndefined();
    expect(taught('{"said":"\\u003a"}').read('{"said":"b\\u003a"}')).toBeUndefined();
  });

  it('should stop making templates that nothing fits', () => {
    const template = new JsonTemplate(interpret);
    for (let id = 0; id < 10; id += 1) {
      template.learn(`{"id":${String(id)},"said":"a"}`, { kind: 'text', text: 'a' });
    }
    expect(template.read('{"id":9,"said":"b"}')).toBeUndefined();
  });

  it('should never say anything else than parsing says', () => {
    const piece = fc.constantFrom(
      '"said"',
      ':',
      '"',
      ',',
      '{',
      '}',
      '\\',
      'a',
      '"a"',
      '"end":1',
      ' ',
    );
    const noise = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    const events = fc.oneof(
      noise,
      fc
        .record({ said: fc.string(), kind: fc.constantFrom('text', 'end') })
        .map((event) => JSON.stringify(event)),
      noise.map((said) => JSON.stringify({ said })),
      noise.map((inner) => `{"said":"${inner}"}`),
    );
    fc.assert(
      fc.property(fc.array(events, { maxLength: 6 }), (texts) => {
        const template = new JsonTemplate(interpret);
        for (const text of texts) {
          const expected = interpret(text);
          const read = template.read(text);
          if (read !== undefined) expect(read).toEqual(expected);
          else if (expected !== undefined) template.learn(text, expected);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
