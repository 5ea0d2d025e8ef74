/** The middle of the values that are there; undefined without any. */
export function median(values) {
  const sorted = values.filter(Number.isFinite).toSorted((one, other) => one - other);
  if (sorted.length === 0) return undefined;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The records that have all the given properties. */
export function select(records, properties) {
  const wanted = Object.entries(properties);
  return records.filter((record) => wanted.every(([name, value]) => record[name] === value));
}

/**
 * The median of what the rounds say of two targets: what both did within one round is compared,
 * because the machine differs from round to round more than the targets do.
 *
 * @param {object[]} records Of one of the targets.
 * @param {object[]} bases Of the other.
 * @param {(record: object) => number | undefined} of The figure to compare.
 * @param {(value: number, base: number) => number} [compare] A ratio by default.
 */
export function withinRounds(records, bases, of, compare = (value, base) => value / base) {
  return median(
    records.map((record) => {
      const base = bases.find(({ round }) => round === record.round);
      return base === undefined ? undefined : compare(of(record), of(base));
    }),
  );
}

/** How much a figure is above that of the base. */
export function difference(value, base) {
  return value - base;
}
