import { formatDuration } from './format-duration';

describe('formatDuration', () => {
  it.each([
    [0, '0ms'],
    [-5, '0ms'],
    [0.2, '1ms'],
    [250, '250ms'],
    [1000, '1s'],
    [8640, '8.64s'],
    [59_999.5, '1m0s'],
    [60_000, '1m0s'],
    [72_500, '1m12.5s'],
    [360_000, '6m0s'],
    [3_600_000, '1h0m0s'],
  ])('should write %d ms as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});
