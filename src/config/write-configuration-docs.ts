import { readFileSync, writeFileSync } from 'node:fs';
import { renderEnvironmentExample, renderTable } from './render-configuration-docs';

const READMES = ['README.md', 'README.zh-CN.md'] as const;
const EXAMPLE = '.env.example';
const START = '<!-- configuration:start -->';
const END = '<!-- configuration:end -->';

/** Writes the configuration table of the READMEs and `.env.example`, or checks them (`--check`). */
function run(): void {
  const documents = [
    ...READMES.map((path) => ({ path, text: replaceTable(readFileSync(path, 'utf8')) })),
    { path: EXAMPLE, text: renderEnvironmentExample() },
  ];
  if (!process.argv.includes('--check')) {
    for (const { path, text } of documents) writeFileSync(path, text);
    return;
  }
  const stale = documents.filter(({ path, text }) => readFileSync(path, 'utf8') !== text);
  if (stale.length > 0) {
    const paths = stale.map(({ path }) => path).join(', ');
    process.stderr.write(`Stale: ${paths}. Run "npm run docs" and commit the result.\n`);
    process.exit(1);
  }
}

function replaceTable(text: string): string {
  const start = text.indexOf(START);
  const end = text.indexOf(END);
  if (start < 0 || end < start) throw new Error('The README has no place for the configuration.');
  return `${text.slice(0, start + START.length)}\n${renderTable()}\n${text.slice(end)}`;
}

run();
