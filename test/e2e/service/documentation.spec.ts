import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { variableDescriptions } from '../../../src/config/describe-variable';
import { EnvironmentVariables } from '../../../src/config/environment-variables';

const ROOT = join(__dirname, '..', '..', '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const english = read('README.md');
const chinese = read('README.zh-CN.md');
const readmes = [
  { name: 'README.md', text: english },
  { name: 'README.zh-CN.md', text: chinese },
];

describe.each(readmes)('$name', ({ text }) => {
  it('should list every endpoint of the API', () => {
    const { paths } = JSON.parse(read('docs/openapi.json')) as OpenApi;
    const endpoints = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `\`${method.toUpperCase()} ${path}\``),
    );
    const rows = [...endpoints, '`GET /docs`', '`GET /docs-json`', '`GET /docs-yaml`'];
    expect(rows.filter((row) => !text.includes(`| ${row} |`))).toEqual([]);
  });

  it('should explain every variable', () => {
    const { length } = Object.keys(new EnvironmentVariables());
    const names = variableDescriptions().map((variable) => variable.name);
    expect(names.length).toBeGreaterThanOrEqual(length);
    expect(names.filter((name) => !text.includes(`| \`${name}\` |`))).toEqual([]);
  });

  it('should link to files and headings that exist', () => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const anchors = new Set(headingTexts(text).map(toAnchor));
    const broken = targets.filter((target) =>
      target.startsWith('#') ? !anchors.has(target) : !existsSync(join(ROOT, target)),
    );
    expect(targets.length).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  });
});

describe('the two READMEs', () => {
  it('should have the same sections', () => {
    expect(structureOf(chinese)).toEqual(structureOf(english));
  });

  it('should show the same code', () => {
    expect(codeBlocks(chinese)).toEqual(codeBlocks(english));
  });

  it('should name the same things in their tables', () => {
    expect(tableSubjects(chinese)).toEqual(tableSubjects(english));
  });
});

function codeBlocks(text: string): readonly string[] {
  return [...text.matchAll(/^```.*?^```$/gms)].map(([block]) => block);
}

function withoutCode(text: string): readonly string[] {
  return text.replaceAll(/^```.*?^```$/gms, '```').split('\n');
}

function headingTexts(text: string): readonly string[] {
  return withoutCode(text).filter((line) => line.startsWith('#'));
}

/** What stands under what, without the words: levels of headings, code, tables and lists. */
function structureOf(text: string): readonly string[] {
  const kinds = withoutCode(text).map((line) => /^(#+|```|\||- )/.exec(line)?.[1] ?? '');
  return kinds.filter((kind) => kind !== '');
}

/** The code words of each table row: what it is about, whatever the language. */
function tableSubjects(text: string): readonly (readonly string[])[] {
  const rows = withoutCode(text).filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`[^`]+`/g)].map(([name]) => name),
  );
}

/** The anchor that GitHub makes of a heading. */
function toAnchor(heading: string): string {
  const words = heading.replace(/^#+ /, '').toLowerCase();
  return `#${words.replaceAll(/[^\p{L}\p{N}\- ]/gu, '').replaceAll(' ', '-')}`;
}
