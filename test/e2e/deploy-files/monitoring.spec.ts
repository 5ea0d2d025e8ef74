import { filesBelow, pathOf, readProjectFile } from '../../support/deploy-files';
import { describeWith, run } from '../../support/machine';
import { readExpressions, readPanels, readRules, readRuleTests } from '../../support/monitoring';
import { metricsOf } from '../../support/promql';
import { withTemporaryFile } from '../../support/temporary-file';

const FOLDER = 'deploy/monitoring';
const alerts = readRules().flatMap((rule) => (rule.alert === undefined ? [] : [rule.alert]));
const panels = readPanels();
const graphs = panels.filter(({ type }) => type !== 'row');

describe('alerts.yml', () => {
  it('should have no two alerts of one name', () => {
    expect(alerts.length).toBeGreaterThanOrEqual(10);
    expect(new Set(alerts).size).toBe(alerts.length);
  });

  it.each(readRules().filter(({ alert }) => alert !== undefined))(
    'should say of $alert how urgent it is, what happens and what to do',
    ({ alert, labels, annotations }) => {
      const runbook = `docs/runbooks/${alert ?? ''}.md`;
      expect(labels?.['severity']).toMatch(/^(page|ticket)$/);
      expect(annotations).toEqual({
        summary: expect.stringMatching(/\S/) as string,
        description: expect.stringMatching(/\.$/) as string,
        runbook_url: runbook,
      });
      const headings = [...readProjectFile(runbook).matchAll(/^#+ (.*)$/gm)].map(
        ([, text]) => text,
      );
      expect(headings).toEqual([alert, 'What it means', 'What to look at', 'What to do']);
    },
  );

  it('should leave no runbook without its alert', () => {
    const runbooks = filesBelow('docs/runbooks').filter((path) => !path.endsWith('README.md'));
    expect(runbooks).toEqual(alerts.map((alert) => `docs/runbooks/${alert}.md`).sort());
  });

  it.each(alerts)('should be tested for when %s fires and when it does not', (alert) => {
    const cases = readRuleTests().flatMap((test) => test.alert_rule_test);
    const counts = cases
      .filter(({ alertname }) => alertname === alert)
      .map(({ exp_alerts: expected }) => expected.length);
    expect([...new Set(counts)].sort()).toEqual([0, 1]);
  });

  it('should be tested for no alert that does not exist', () => {
    const tested = readRuleTests().flatMap((test) => test.alert_rule_test);
    expect(tested.filter(({ alertname }) => !alerts.includes(alertname))).toEqual([]);
  });
});

describe('grafana-dashboard.json', () => {
  it('should give each panel a number of its own', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  it.each(graphs)('should explain "$title", with its unit', (panel) => {
    expect(panel.description).toMatch(/\.$/);
    expect(panel.fieldConfig?.defaults.unit).toMatch(/\S/);
    expect(panel.datasource?.uid).toBe('${datasource}');
    expect(panel.targets?.length).toBeGreaterThan(0);
    for (const { legendFormat } of panel.targets ?? []) expect(legendFormat).not.toBe('');
  });

  it('should lay no panel over another', () => {
    const cells = panels.flatMap(({ gridPos: { h, w, x, y } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: h * w }, (_, index) =>
        [x + (index % w), y + Math.floor(index / w)].join(),
      );
    });
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('should show what the alerts watch', () => {
    const ofRules = metricsOf(readRules().map(({ expr }) => expr));
    const shown = metricsOf(graphs.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)));
    const withoutCounts = ofRules.filter((name) => !name.endsWith('_count'));
    expect(withoutCounts.filter((name) => !shown.includes(name))).toEqual([]);
  });
});

describe('metricsOf', () => {
  it.each([
    { expression: 'sum by (le, model) (rate(a_bucket{x="b{c"}[5m]))', metrics: ['a_bucket'] },
    { expression: 'a > bool 1 and on (x) b unless up == 1', metrics: ['a', 'b'] },
    { expression: 'sum(rate(a[1h])) by (job) / ignoring(x) group_left a', metrics: ['a'] },
    { expression: 'job:a:rate5m > 2e3 or vector(0) + b_total offset 5m', metrics: ['b_total'] },
    { expression: 'histogram_quantile(0.95, sum(b) without (x))', metrics: ['b'] },
  ])('should find $metrics in $expression', ({ expression, metrics }) => {
    expect(metricsOf([expression])).toEqual(metrics);
  });
});

describeWith(['promtool'], 'promtool', () => {
  it('should accept the rules', async () => {
    const checked = await run('promtool', 'check', 'rules', pathOf(`${FOLDER}/alerts.yml`));
    expect(checked).toMatchObject({
      code: 0,
      output: expect.stringContaining('SUCCESS') as string,
    });
  });

  it('should see each alert fire, and be silent, as the tests say', async () => {
    const files = ['alerts_test.yml', 'alerts_long_test.yml'].map((name) => `${FOLDER}/${name}`);
    const tested = await run('promtool', 'test', 'rules', ...files.map(pathOf));
    expect(tested.output).not.toContain('FAILED');
    expect(tested.code).toBe(0);
    // Days of samples, on a machine that may be busy.
  }, 120_000);

  it('should understand every expression of the dashboard', async () => {
    const rules = readExpressions().map((expr, index) => ({ record: `x:${String(index)}`, expr }));
    const text = JSON.stringify({ groups: [{ name: 'all', rules }] });
    const checked = await withTemporaryFile(text, (path) =>
      run('promtool', 'check', 'rules', path),
    );
    expect(checked.output).toContain(`${String(rules.length)} rules found`);
    expect(checked.code).toBe(0);
  });
});
