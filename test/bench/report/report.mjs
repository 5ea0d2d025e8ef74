import { writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { judge } from './verdicts.mjs';
import { scenarioTable, verdictTable } from './tables.mjs';

/** Where it ran. */
export function describeMachine() {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memory: totalmem(),
    kernel: release(),
    node: process.version,
  };
}

/** The result as Markdown, as the documentation has it; without verdicts after a smoke test. */
export function renderReport({ machine, records, notes, scenarios, isSmoke }) {
  const { date, processor, cores, memory, node } = machine;
  const gigabytes = (memory / 1e9).toFixed(0);
  const where = `${date.slice(0, 10)}, ${processor}, ${cores} cores, ${gigabytes} GB, Node ${node}`;
  const verdicts = isSmoke ? [] : judge(records);
  return [
    `Measured ${where}. Medians; what is compared was compared within one round.`,
    ...notes,
    ...(verdicts.length > 0 ? [verdictTable(verdicts)] : []),
    ...scenarios.map(
      (scenario) =>
        `**${scenario.name}**: ${scenario.description}\n\n${scenarioTable(scenario, records)}`,
    ),
  ].join('\n\n');
}

/** Every raw figure, for those who want to reckon anew. */
export function writeJson(file, { machine, records, notes, isSmoke }) {
  const verdicts = isSmoke ? [] : judge(records);
  writeFileSync(file, `${JSON.stringify({ machine, notes, verdicts, records }, undefined, 2)}\n`);
}
