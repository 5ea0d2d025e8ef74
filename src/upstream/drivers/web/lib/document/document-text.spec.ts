import fc from 'fast-check';
import { DocumentText, type Origin } from './document-text';

const THINKING: Origin = { audience: 'reasoning', isEdit: false };
const ANSWER: Origin = { audience: 'answer', isEdit: false };
const EDIT: Origin = { audience: 'answer', isEdit: true };

describe('DocumentText', () => {
  it('should tell who wrote which stretch', () => {
    const document = documentOf([
      ['ab', THINKING],
      ['c', THINKING],
      ['de', ANSWER],
      ['f', EDIT],
    ]);
    expect(stretches(document, 0)).toEqual(['abc', 'de', 'f']);
    expect(document.from(1)).toMatchObject([
      { text: 'bc', origin: THINKING },
      { text: 'de', origin: ANSWER },
      { text: 'f', origin: EDIT },
    ]);
    expect(stretches(document, 3)).toEqual(['de', 'f']);
    expect(stretches(document, 6)).toEqual([]);
  });

  it('should forget what a truncation takes', () => {
    const document = documentOf([
      ['abc', THINKING],
      ['de', ANSWER],
    ]);
    document.truncate(2);
    document.append('X', ANSWER);
    expect(document.from(0)).toMatchObject([
      { text: 'ab', origin: THINKING },
      { text: 'X', origin: ANSWER },
    ]);
  });

  it('should count code points only to recognise an append, also after a truncation', () => {
    const document = documentOf([['a😀b😀', ANSWER]]);
    expect(document.resolveIndex(4)).toBe(6);
    expect(document.resolveIndex(3)).toBe(3);
    document.truncate(4);
    expect(document.resolveIndex(3)).toBe(4);
    expect(document.resolveIndex(2)).toBe(2);
    expect(document.resolveIndex(99)).toBe(4);
  });

  it('should hold the text that was written, whatever was truncated', () => {
    const change = fc.record({
      keep: fc.nat(30),
      text: fc.string({ unit: 'binary', minLength: 1, maxLength: 5 }),
      origin: fc.constantFrom(THINKING, ANSWER, EDIT),
    });
    fc.assert(
      fc.property(fc.array(change), fc.nat(30), (changes, start) => {
        const document = new DocumentText();
        let text = '';
        for (const { keep, text: added, origin } of changes) {
          document.truncate(Math.min(keep, text.length));
          text = text.slice(0, keep) + added;
          document.append(added, origin);
        }
        expect(document).toHaveLength(text.length);
        expect(stretches(document, 0).join('')).toBe(text);
        expect(stretches(document, Math.min(start, text.length)).join('')).toBe(text.slice(start));
        const isWellFormed = Buffer.from(text).toString() === text;
        if (isWellFormed) {
          expect(document.resolveIndex(Array.from(text).length)).toBe(text.length);
        }
      }),
    );
  });
});

function documentOf(appended: readonly (readonly [string, Origin])[]): DocumentText {
  const document = new DocumentText();
  for (const [text, origin] of appended) document.append(text, origin);
  return document;
}

function stretches(document: DocumentText, start: number): readonly string[] {
  return document.from(start).map(({ text }) => text);
}
