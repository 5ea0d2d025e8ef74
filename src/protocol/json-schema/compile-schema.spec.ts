import { compileSchema } from './compile-schema';

describe('compileSchema', () => {
  const list = { $defs: { List: { items: { $ref: '#/$defs/List' } } }, $ref: '#/$defs/List' };

  it('should not exhaust the stack with a value that nests deeply', () => {
    let value: unknown[] = [];
    for (let level = 0; level < 100_000; level += 1) value = [value];
    expect(compileSchema(list)?.(value)).toEqual(['the value nests too deeply']);
    expect(compileSchema(list)?.([[[]]])).toEqual([]);
  });

  it('should name the place of a problem, but no endless name', () => {
    const check = compileSchema({ additionalProperties: { type: 'string' } });
    expect(check?.({ a: 1 })).toEqual(['a must be string']);
    expect(check?.({ ['x'.repeat(10_000)]: 1 }).join('').length).toBeLessThan(200);
    expect(compileSchema({ type: 'object' })?.([])).toEqual(['the value must be object']);
  });

  it('should compare many items in no time', () => {
    const check = compileSchema({ type: 'array', uniqueItems: true });
    const items = Array.from({ length: 100_000 }, (_, index) => ({ index }));
    expect(check?.(items)).toEqual([]);
    expect(check?.([...items, { index: 7 }])).toEqual([
      'the value must not have the same item twice',
    ]);
    expect(compileSchema({ uniqueItems: false })?.([1, 1])).toEqual([]);
  });
});
