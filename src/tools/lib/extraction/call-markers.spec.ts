import { matchMarker } from './call-markers';

describe('matchMarker', () => {
  it.each([
    ['{"tool_calls":[{', '', { kind: 'list', length: 0 }],
    ['{ "tool_calls" : [', 'See:\n', { kind: 'list', length: 0 }],
    ['{"tool_calls":[', 'He said "hi"\n', { kind: 'list', length: 0 }],
    ['```json\n{"tool_calls":[', '\n', { kind: 'fenced-list', length: 8, fence: '```' }],
    ['```\n\n{"tool_calls": [', '', { kind: 'fenced-list', length: 4, fence: '```' }],
    ['````JSON\n{"tool_calls":[', '\n  ', { kind: 'fenced-list', length: 9, fence: '````' }],
    ['```json\n{"a":1', '', { kind: 'code', length: 8, fence: '```' }],
    ['```python\n', '', { kind: 'code', length: 10, fence: '```' }],
    ['<tool_call>\n{"name"', 'x', { kind: 'tagged-json', length: 12 }],
    ['<tool_call>ping<', 'x', { kind: 'tagged', length: 11 }],
    ['调用函数：a.b-c 参数：{', '', { kind: 'spoken', length: 14, name: 'a.b-c' }],
    ['调用函数: ping arguments: {', '', { kind: 'spoken', length: 22, name: 'ping' }],
  ])('should see the marker in %j after %j', (text, before, marker) => {
    expect(matchMarker(text, before)).toEqual(marker);
    for (let cut = 1; cut < text.length; cut += 1) {
      const early = matchMarker(text.slice(0, cut), before);
      expect(early === 'partial' || JSON.stringify(early) === JSON.stringify(marker)).toBe(true);
    }
  });

  it.each([
    ['{"tool":', ''],
    ['{"tool_calls":{', ''],
    ['{"tool_calls":[', '"key": '],
    ['{"tool_calls":[', 'x = '],
    ['{"tool_calls":[', '`'],
    ['{"tool_calls":[', '\\"'],
    ['```json\n{"tool_calls":[', 'inline '],
    ['<toolbox>', ''],
    ['<tool_call>ping', '`'],
    ['调用者', ''],
    ['调用函数：ping 参数：无', ''],
  ])('should see no marker in %j after %j', (text, before) => {
    expect(matchMarker(text, before)).toBeUndefined();
  });
});
