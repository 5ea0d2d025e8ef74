import { parseApiKey } from './parse-credentials';

describe('parseApiKey', () => {
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
    expect(parseApiKey({ authorization: header })).toBe(key);
  });

  it.each([
    { header: 'sk-1', key: 'sk-1' },
    { header: '', key: undefined },
    { header: 'sk-1 sk-2', key: undefined },
    // As Node joins headers that come twice.
    { header: 'sk-1, sk-1', key: undefined },
    { header: ['sk-1'], key: undefined },
    { header: undefined, key: undefined },
  ])('should read the key of "x-api-key: $header"', ({ header, key }) => {
    expect(parseApiKey({ 'x-api-key': header })).toBe(key);
  });

  it.each([
    { authorization: 'Bearer sk-1', key: 'sk-1' },
    { authorization: 'Basic sk-1', key: 'sk-2' },
  ])('should prefer a key of "$authorization" to x-api-key', ({ authorization, key }) => {
    expect(parseApiKey({ authorization, 'x-api-key': 'sk-2' })).toBe(key);
  });
});
