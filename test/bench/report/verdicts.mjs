import { DIALECTS, gatewayOf, translatorOf } from '../targets/targets.mjs';
import { GROWTHS } from '../scenarios/growth.mjs';
import { difference, median, select, withinRounds } from './ratios.mjs';

/**
 * @typedef {object} Verdict
 * @property {string} figure
 * @property {number} limit
 * @property {boolean} isLeast Whether more is better.
 * @property {number} measured
 * @property {boolean} isMet
 * @property {number} margin Share of the limit by which it is met, or missed when negative.
 */

/** Constant cost, within what a run can resolve. */
const CONSTANT = 1.25;

const cpuPerMillion = (record) => record.cpuPerMillion;
const cpuPerThousand = (record) => record.cpuPerThousand;
const requestsPerSecond = (record) => record.requestsPerSecond;
const firstToken = (record) => record.first.p50;
const transit = (record) => record.transit.p50;

/** @returns {Verdict[]} On each target figure of the project that was measured. */
export function judge(records) {
  return [
    ...DIALECTS.flatMap((dialect) => ofDialect(records, dialect)),
    ...ofGrowth(records),
  ].filter(({ measured }) => measured !== undefined);
}

function ofDialect(records, dialect) {
  const gateway = gatewayOf(dialect);
  const of = (scenario) => {
    const all = select(records, { scenario });
    const own = select(all, { target: gateway });
    const texts = own.filter(({ variant }) => variant === 'text');
    return {
      against: (target, figure, compare) =>
        withinRounds(texts, select(all, { target, variant: 'text' }), figure, compare),
      median: (figure) => median(own.map(figure)),
    };
  };
  const translator = translatorOf(dialect);
  const [firehose, long, short, light, realistic, hold] = [
    of('firehose'),
    of('long'),
    of('short'),
    of('light'),
    of('realistic'),
    of('hold'),
  ];
  const rows = [
    ['firehose: CPU per chunk ÷ translator', firehose.against(translator, cpuPerMillion), 0.6],
    ['firehose: CPU per chunk ÷ Portkey', firehose.against('Portkey', cpuPerMillion), 1 / 6],
    ['long: CPU per chunk ÷ translator', long.against(translator, cpuPerMillion), 1],
    ['long: CPU per chunk ÷ nginx', long.against('nginx', cpuPerMillion), 2.8],
    ['short: CPU per request ÷ translator', short.against(translator, cpuPerThousand), 1.5],
    ['short: requests/s ÷ Portkey', short.against('Portkey', requestsPerSecond), 5, true],
    ['light: added time to first token, ms', light.against('direct', firstToken, difference), 1.3],
    ['light: added transit per chunk, ms', light.against('direct', transit, difference), 1],
    ['realistic: added transit per chunk, ms', realistic.against('direct', transit, difference), 1],
    ['hold: kB per idle open stream', kilo(hold.median(({ perStream }) => perStream)), 42],
    ['hold: MB at rest', kilo(kilo(hold.median(({ rest }) => rest))), 110],
    ['hold: start to listening, s', kilo(hold.median(({ milliseconds }) => milliseconds)), 0.9],
  ];
  return rows.map(([figure, measured, limit, isLeast]) =>
    verdict({ figure: `${figure} (${dialect})`, measured, limit, isLeast }),
  );
}

function ofGrowth(records) {
  return GROWTHS.map(({ variant, dialect, of }) => {
    const measured = growthOf(select(records, { scenario: 'growth', variant, dialect }));
    const figure = `growth: cost per ${UNITS[of]}, largest ÷ smallest, ${variant} (${dialect})`;
    return verdict({ figure, measured, limit: CONSTANT });
  });
}

const UNITS = { tokens: 'token', bytes: 'byte', tools: 'tool' };

/** The cost of a unit in the largest size over that in the smallest one. */
export function growthOf(records) {
  const costed = records.filter(({ unitCost }) => unitCost !== undefined);
  // One tool costs less than what tells two runs apart.
  const sizes = costed.map(({ size }) => size).filter((size) => size > 1);
  if (sizes.length === 0) return undefined;
  const at = (size) => select(costed, { size });
  return withinRounds(at(Math.max(...sizes)), at(Math.min(...sizes)), ({ unitCost }) => unitCost);
}

function kilo(value) {
  return value === undefined ? undefined : value / 1000;
}

function verdict({ figure, measured, limit, isLeast = false }) {
  if (measured === undefined) return { figure, measured, limit };
  const margin = (isLeast ? measured - limit : limit - measured) / limit;
  return { figure, measured, limit, isLeast, margin, isMet: margin >= 0 };
}
