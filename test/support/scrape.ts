/** One line of Prometheus' text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What `GET /metrics` of a service gave. */
export class Scrape {
  private constructor(
    readonly text: string,
    readonly samples: readonly Sample[],
  ) {}

  static async of(origin: string): Promise<Scrape> {
    const response = await fetch(`${origin}/metrics`);
    expect(response.status).toBe(200);
    const text = await response.text();
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Scrape(text, lines.map(parseSample));
  }

  /** The sum of all samples of a metric with these labels. */
  valueOf(name: string, labels: Readonly<Record<string, string>> = {}): number {
    const wanted = Object.entries(labels);
    return this.samples
      .filter((sample) => sample.name === name)
      .filter((sample) => wanted.every(([label, value]) => sample.labels[label] === value))
      .reduce((sum, { value }) => sum + value, 0);
  }

  /** Every value that a label of a metric has. */
  labelsOf(name: string, label: string): readonly string[] {
    const values = this.samples.filter((sample) => sample.name === name);
    return [...new Set(values.map(({ labels }) => labels[label] ?? ''))];
  }

  /** Names of all metrics, a histogram with its parts, whether they have samples yet or not. */
  get names(): ReadonlySet<string> {
    const declared = [...this.text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name);
    return new Set([...declared, ...this.samples.map(({ name }) => name)]);
  }
}

/** Scrapes until the service tells what it must tell soon: the end of an exchange that was seen. */
export async function scrapeUntil(
  origin: string,
  isThere: (scrape: Scrape) => boolean,
): Promise<Scrape> {
  for (;;) {
    const scrape = await Scrape.of(origin);
    if (isThere(scrape)) return scrape;
  }
}

function parseSample(line: string): Sample {
  const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  expect(name).not.toBe('');
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
  return {
    name,
    labels: Object.fromEntries(pairs.map(([, label = '', text = '']) => [label, text])),
    value: Number(value),
  };
}
