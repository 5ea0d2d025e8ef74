import { BoundedLabels } from './bounded-labels';

describe('BoundedLabels', () => {
  it('should keep the first values and call all others the same', () => {
    const labels = new BoundedLabels(2);
    expect(['a', 'b', 'c', 'a', 'd', 'b'].map((value) => labels.of(value))).toEqual([
      'a',
      'b',
      'other',
      'a',
      'other',
      'b',
    ]);
  });

  it('should stay small however many values come', () => {
    const labels = new BoundedLabels(10);
    const seen = Array.from({ length: 10_000 }, (_, index) => labels.of(`value-${String(index)}`));
    expect(new Set(seen).size).toBe(11);
  });
});
