import { readFileSync, writeFileSync } from 'node:fs';
import type { Language } from './describe-variable';
import { renderEnvironmentExample, renderTable } from './render-configuration-docs';

const READMES: readonly { readonly path: string; readonly language: Language }[] = [
  { path: 'README.md', language: 'en' },
  { path: 'README.zh-CN.md', language: 'zh' },
];
const EXAMPLE = '.env.example';
const START = '<!-- configuration:start -->';
const END = '<!-- configuration:end -->';

/** Writes the configuration table of the READMEs and `.env.example`, or checks them (`--check`). */
function run(): void {
  const documents = [
    ...READMES.map(({ path, language }) => ({
      path,
      text: replaceTable(readFileSync(path, 'utf8'), renderTable(language)),
    })),
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

function replaceTable(text: string, table: string): string {
  const start = text.indexOf(START);
  const end = text.indexOf(END);
  if (start < 0 || end < start) throw new Error('The README has no place for the configuration.');
  return `${text.slice(0, start + START.length)}\n${table}\n${text.slice(end)}`;
}

run();
