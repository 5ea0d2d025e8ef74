import fc from 'fast-check';
import { compose, runTransform, type Transform } from './transform';

/** Gives its input in groups and the last, incomplete group at the end. */
function grouping(size: number): Transform<number, number> {
  let group: number[] = [];
  const release = (): readonly number[] => {
    const released = group;
    group = [];
    return released;
  };
  return {
    push: (input) => {
      group.push(input);
      return group.length < size ? [] : release();
    },
    flush: release,
  };
}

/** Gives every input twice and tells the end. */
function doubling(): Transform<number, number> {
  return { push: (input) => [input, input], flush: () => [-1] };
}

describe('compose', () => {
  it('should give what one after the other gives', () => {
    const size = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 12 }), size, (inputs, groupSize) => {
        const apart = runTransform(doubling(), runTransform(grouping(groupSize), inputs));
        const together = runTransform(compose(grouping(groupSize), doubling()), inputs);
        expect(together).toEqual(apart);
      }),
    );
  });

  it('should push what the first held back through the second before that ends', () => {
    const transform = compose(grouping(3), doubling());
    expect(transform.push(1)).toEqual([]);
    expect(transform.flush()).toEqual([1, 1, -1]);
  });

  it('should be associative', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 12 }), (inputs) => {
        const left = compose(compose(grouping(2), doubling()), grouping(3));
        const right = compose(grouping(2), compose(doubling(), grouping(3)));
        expect(runTransform(left, inputs)).toEqual(runTransform(right, inputs));
      }),
    );
  });
});
