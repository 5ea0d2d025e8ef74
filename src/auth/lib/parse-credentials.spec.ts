import { parseBearerKey } from './parse-credentials';

describe('parseBearerKey', () => {
  it.each([
    { header: 'Bearer sk-1', key: 'sk-1' },
    { header: 'bearer sk-1', key: 'sk-1' },
    { header: 'BEARER   sk-1  ', key: 'sk-1' },
    { header: 'Bearer a.b_c-d~e+f/g==', key: 'a.b_c-d~e+f/g==' },
    { header: undefined, key: undefined },
    { header: '', key: undefined },
    { header: 'Bearer', key: undefined },
    { header: 'Bearer ', key: undefined },
    { header: 'Bearersk-1', key: undefined },
    { header: 'Basic sk-1', key: undefined },
    { header: 'sk-1', key: undefined },
    { header: 'Bearer sk-1 sk-2', key: undefined },
    { header: 'Token Bearer sk-1', key: undefined },
  ])('should read the key of "$header"', ({ header, key }) => {
    expect(parseBearerKey(header)).toBe(key);
  });
});
