import { splitEventLines } from './split-event-lines';

describe('splitEventLines', () => {
  it('should make every line an event, unnamed', () => {
    expect(splitEventLines('{"a":1}\n[DONE]')).toEqual([
      { event: '', data: '{"a":1}' },
      { event: '', data: '[DONE]' },
    ]);
  });

  it('should give nothing for one line, so that a reader that calls itself ends', () => {
    expect(splitEventLines('{"a":')).toEqual([]);
    expect(splitEventLines('')).toEqual([]);
  });
});
