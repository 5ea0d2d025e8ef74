import { toJsonLiteral } from './json-literal';

describe('toJsonLiteral', () => {
  it.each([
    { written: 'True', literal: 'true' },
    { written: 'False', literal: 'false' },
    { written: 'None', literal: 'null' },
    { written: '1.50', literal: '1.50' },
    { written: '{"a":1}', literal: '{"a":1}' },
    { written: 'NaN', literal: undefined },
    { written: 'Paris', literal: undefined },
  ])('should read $written as $literal', ({ written, literal }) => {
    expect(toJsonLiteral(written)).toBe(literal);
  });
});
