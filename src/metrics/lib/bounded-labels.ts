/** What a value is called that found no place. */
const OTHER = 'other';

/**
 * Keeps the values of a label bounded in number: the first `limit` different ones are themselves,
 * all others are `other`. A metric keeps one series per value for as long as the process lives.
 */
export class BoundedLabels {
  private readonly known = new Set<string>();

  constructor(private readonly limit: number) {}

  of(value: string): string {
    if (this.known.has(value)) return value;
    if (this.known.size >= this.limit) return OTHER;
    this.known.add(value);
    return value;
  }
}
