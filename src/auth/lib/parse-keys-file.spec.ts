import { parseKeysFile } from './parse-keys-file';

const HASH = 'ab'.repeat(32);
const OTHER_HASH = 'cd'.repeat(32);

const problemsOf = (...entries: readonly unknown[]): readonly string[] =>
  parseKeysFile(JSON.stringify(entries)).problems;

describe('parseKeysFile', () => {
  it('should read keys with all of their fields', () => {
    const entry = {
      name: 'team-a',
      key_sha256: HASH.toUpperCase(),
      rpm: 60,
      tpm: 1,
      concurrency: 4,
    };
    const { keys, problems } = parseKeysFile(
      JSON.stringify([{ ...entry, disabled: true, expires: '2030-01-01T00:00:00Z' }]),
    );
    expect(problems).toEqual([]);
    expect(keys).toEqual([
      {
        name: 'team-a',
        hash: Buffer.from(HASH, 'hex'),
        limits: { requestsPerMinute: 60, tokensPerMinute: 1, concurrency: 4 },
        isDisabled: true,
        expiresAt: Date.UTC(2030, 0, 1),
      },
    ]);
  });

  it('should take null and absence for the default', () => {
    const [absent, empty] = parseKeysFile(
      JSON.stringify([
        { name: 'a', key_sha256: HASH },
        { name: 'b', key_sha256: OTHER_HASH, rpm: null, disabled: null, expires: null },
      ]),
    ).keys;
    expect({ ...empty, name: '', hash: '' }).toEqual({ ...absent, name: '', hash: '' });
    expect(absent).toMatchObject({ isDisabled: false, expiresAt: Number.POSITIVE_INFINITY });
  });

  it('should read a list without keys', () => {
    expect(parseKeysFile('[]')).toEqual({ keys: [], problems: [] });
  });

  it.each(['', 'null', '{}', '[', '"x"'])('should refuse a file that holds %j', (text) => {
    expect(parseKeysFile(text).problems).toEqual(['KEYS_FILE must hold a JSON array of keys']);
  });

  it.each<[string, unknown, RegExp]>([
    ['what is no object', 'secret', /must be an object/],
    ['a key in the clear', { name: 'a', key: 'secret' }, /^KEYS_FILE\[0\]: key must not be in/],
    ['no name', { key_sha256: HASH }, /name must/],
    ['a name with a blank', { name: 'a secret', key_sha256: HASH }, /name must/],
    ['a name like those of AUTH_TOKEN', { name: 'key_0', key_sha256: HASH }, /name must/],
    ['a short hash', { name: 'a', key_sha256: 'secret' }, /key_sha256 must/],
    ['half a request', { name: 'a', key_sha256: HASH, rpm: 0.5 }, /rpm must/],
    ['a negative limit', { name: 'a', key_sha256: HASH, tpm: -1 }, /tpm must/],
    ['a limit as text', { name: 'a', key_sha256: HASH, concurrency: '4' }, /concurrency must/],
    ['a switch as text', { name: 'a', key_sha256: HASH, disabled: 'no' }, /disabled must/],
    ['no date', { name: 'a', key_sha256: HASH, expires: 'soon' }, /expires must/],
    ['a date without a day', { name: 'a', key_sha256: HASH, expires: '2030-W10' }, /expires /],
    ['a misspelt field', { name: 'a', key_sha256: HASH, rmp: 4 }, /rmp should not exist/],
  ])('should refuse %s, and show no value', (_case, entry, problem) => {
    const problems = problemsOf(entry);
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toContain('secret');
  });

  it('should refuse names and keys that are there twice', () => {
    expect(
      problemsOf(
        { name: 'a', key_sha256: HASH },
        { name: 'a', key_sha256: OTHER_HASH },
        { name: 'b', key_sha256: HASH.toUpperCase() },
      ),
    ).toEqual([
      'KEYS_FILE[1]: another key has the same name',
      'KEYS_FILE[2]: another entry has the same key',
    ]);
  });

  it('should name every problem and give no keys beside one', () => {
    const { problems } = parseKeysFile(JSON.stringify([{}, { name: 'a', key_sha256: HASH }, 5]));
    expect(problems.map((problem) => /\d/.exec(problem)?.[0])).toEqual(['0', '0', '2']);
  });
});
