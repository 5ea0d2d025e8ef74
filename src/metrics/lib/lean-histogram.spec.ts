import { Histogram, type Metric, Registry } from 'prom-client';
import { LeanHistogram } from './lean-histogram';

const BUCKETS = [0.1, 1, 10];

describe('LeanHistogram', () => {
  it('should write what the library writes', async () => {
    const theirs = new Registry();
    const values = [0, 0.05, 0.1, 0.11, 1, 9, 10, 11, 500];
    const histogram = new Histogram({
      name: 'a',
      help: 'b',
      labelNames: ['phase'],
      buckets: BUCKETS,
      registers: [theirs],
    });
    const ours = new Registry();
    const lean = new LeanHistogram('a', 'b', { buckets: BUCKETS, label: 'phase' });
    ours.registerMetric(lean as unknown as Metric);
    for (const phase of ['request', 'chunk']) {
      const observe = lean.observer(phase);
      for (const value of values) {
        histogram.labels(phase).observe(value);
        observe(value);
      }
    }
    expect(await ours.metrics()).toBe(await theirs.metrics());
  });

  it('should need no label', async () => {
    const registry = new Registry();
    const lean = new LeanHistogram('a', 'b', { buckets: BUCKETS });
    registry.registerMetric(lean as unknown as Metric);
    lean.observer()(5);
    expect(await registry.metrics()).toContain('a_bucket{le="10"} 1\n');
    registry.resetMetrics();
    expect(await registry.metrics()).toContain('a_count 0\n');
  });
});
