import { isDeeperThan } from './json-depth';

describe('isDeeperThan', () => {
  it.each([
    ['text', 0, false],
    [{}, 0, true],
    [{}, 1, false],
    [[[]], 1, true],
    [[[]], 2, false],
    [{ a: { b: [1] }, c: 1 }, 2, true],
    [{ a: { b: [1] }, c: 1 }, 3, false],
    [null, 0, false],
  ])('should count the levels of %j against %d', (value, limit, isDeeper) => {
    expect(isDeeperThan(value, limit)).toBe(isDeeper);
  });

  it('should not exhaust the stack', () => {
    let value: unknown[] = [];
    for (let level = 0; level < 200_000; level += 1) value = [value];
    expect(isDeeperThan(value, 64)).toBe(true);
    expect(isDeeperThan(value, 300_000)).toBe(false);
  });
});
