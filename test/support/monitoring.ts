import { readProjectFile, readYaml } from './deploy-files';

/** A rule that alerts, or one that records. */
export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A panel of the dashboard; a row has no targets. */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: Readonly<Record<'h' | 'w' | 'x' | 'y', number>>;
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

/** A unit test of rules, as promtool runs it. */
export interface RuleTest {
  readonly name: string;
  readonly alert_rule_test: readonly {
    readonly alertname: string;
    readonly exp_alerts: readonly unknown[];
  }[];
}

/** All rules of `alerts.yml`. */
export function readRules(): readonly Rule[] {
  const { groups } = readYaml('deploy/monitoring/alerts.yml') as {
    readonly groups: readonly { readonly rules: readonly Rule[] }[];
  };
  return groups.flatMap(({ rules }) => rules);
}

/** The unit tests of the rules. */
export function readRuleTests(): readonly RuleTest[] {
  return ['alerts_test.yml', 'alerts_long_test.yml'].flatMap(
    (name) => (readYaml(`deploy/monitoring/${name}`) as { readonly tests: RuleTest[] }).tests,
  );
}

/** The panels of the dashboard. */
export function readPanels(): readonly Panel[] {
  const text = readProjectFile('deploy/monitoring/grafana-dashboard.json');
  return (JSON.parse(text) as { readonly panels: readonly Panel[] }).panels;
}

/** Every expression of rules and dashboard, with a time where Grafana fills one in. */
export function readExpressions(): readonly string[] {
  const panels = readPanels().flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  return [...readRules().map(({ expr }) => expr), ...panels].map((expression) =>
    expression.replaceAll('$__rate_interval', '5m'),
  );
}
