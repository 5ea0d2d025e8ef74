import { DemandGate } from './demand-gate';

describe('DemandGate', () => {
  it('should be open at first, and then what it was made', () => {
    const gate = new DemandGate();
    expect(gate.isClosed).toBe(false);
    gate.close();
    expect(gate.isClosed).toBe(true);
    gate.open();
    expect(gate.isClosed).toBe(false);
  });

  it('should tell its listeners when it opens, once, and that it is open', () => {
    const gate = new DemandGate();
    const heard: boolean[] = [];
    gate.onOpen(() => heard.push(gate.isClosed));
    gate.onOpen(() => heard.push(gate.isClosed));
    gate.open();
    expect(heard).toEqual([]);
    gate.close();
    gate.close();
    gate.open();
    gate.open();
    expect(heard).toEqual([false, false]);
  });

  it('should not tell a listener that left', () => {
    const gate = new DemandGate();
    const heard: string[] = [];
    const forget = gate.onOpen(() => heard.push('left'));
    gate.onOpen(() => heard.push('stays'));
    forget();
    gate.close();
    gate.open();
    expect(heard).toEqual(['stays']);
  });
});
