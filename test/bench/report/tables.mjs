import { GROWTHS } from '../scenarios/growth.mjs';
import { gatewayOf, translatorOf } from '../targets/targets.mjs';
import { format, markdownTable } from './format.mjs';
import { difference, median, select, withinRounds } from './ratios.mjs';
import { growthOf } from './verdicts.mjs';

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {(record: object) => number | undefined} of
 * @property {boolean} [isRatio] Over the translator of the same dialect.
 * @property {boolean} [isAdded] Beyond the upstream itself.
 *
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} description
 * @property {(bench: import('../bench.mjs').Bench) => Promise<void>} run
 * @property {Column[]} [columns] None for those that have a table of their own.
 */

/** Targets, what was measured, and whether it suffices. */
export function verdictTable(verdicts) {
  const rows = verdicts.map(({ figure, limit, isLeast, measured, margin, isMet }) => [
    figure,
    `${isLeast ? '≥' : '≤'} ${format(limit)}`,
    format(measured),
    isMet ? `met by ${percent(margin)}` : `**missed by ${percent(-margin)}**`,
  ]);
  return markdownTable(['Figure', 'Target', 'Measured', 'Verdict'], rows);
}

/** The medians of all rounds of a scenario. */
export function scenarioTable({ name, columns }, records) {
  const own = select(records, { scenario: name });
  if (columns === undefined) return growthTable(own);
  const keys = new Map(
    own.map(({ variant, target }) => [`${variant} ${target}`, { variant, target }]),
  );
  const rows = [...keys.values()].map(({ variant, target }) => [
    variant,
    target,
    ...columns.map((column) => format(cell(column, own, { variant, target }))),
  ]);
  return markdownTable(['Variant', 'Target', ...columns.map(({ title }) => title)], rows, 2);
}

function cell({ of, isRatio, isAdded }, records, { variant, target }) {
  const own = select(records, { variant, target });
  const among = (base) => select(records, { variant, target: base });
  if (isRatio) return withinRounds(own, among(translatorOf(own[0].dialect)), of);
  if (isAdded) return withinRounds(own, among('direct'), of, difference);
  return median(own.map(of));
}

/** In which unit the cost of one more is told. */
const SCALES = {
  tokens: { unit: 'µs per token', factor: 1e6 },
  bytes: { unit: 'ms per MB', factor: 1e9 },
  tools: { unit: 'µs per tool', factor: 1e6 },
};

function growthTable(records) {
  const rows = GROWTHS.map(({ variant, dialect, of }) => {
    const own = select(records, { variant, dialect });
    const { unit, factor } = SCALES[of];
    const sizes = [...new Set(own.map(({ size }) => size))];
    const cells = sizes.map((size) => {
      const costs = select(own, { size }).map(({ unitCost }) => unitCost * factor);
      return `${size.toLocaleString('en-US')}: ${format(median(costs))}`;
    });
    const perRequest = sizes.map((size) =>
      format(median(select(own, { size }).map(({ cost }) => cost * 1000))),
    );
    return [
      variant,
      gatewayOf(dialect),
      unit,
      cells.join(', '),
      perRequest.join(', '),
      format(growthOf(own)),
    ];
  });
  const head = [
    'What grows',
    'Target',
    'Unit',
    'CPU per unit',
    'CPU ms per request',
    'Largest ÷ smallest',
  ];
  return markdownTable(head, rows, 5);
}

function percent(share) {
  return `${(share * 100).toFixed(0)} %`;
}
