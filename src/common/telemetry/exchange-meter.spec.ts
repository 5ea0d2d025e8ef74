import { ExchangeMeter } from './exchange-meter';

describe('ExchangeMeter', () => {
  const heard: string[] = [];
  const meterOf = (): ExchangeMeter =>
    new ExchangeMeter({
      requestDispatched: () => heard.push('request'),
      turnWritten: (_added, gap) => heard.push(gap === undefined ? 'first' : 'next'),
    });

  beforeEach(() => {
    heard.length = 0;
  });

  it('should measure once before the first request to an upstream', () => {
    const meter = meterOf();
    meter.received();
    meter.pause();
    meter.resume();
    meter.dispatched();
    meter.dispatched();
    expect(heard).toEqual(['request']);
  });

  it('should measure each turn in which a read became frames', () => {
    const meter = meterOf();
    for (let turn = 0; turn < 2; turn += 1) {
      meter.read();
      meter.gathered();
      meter.handedOver();
      meter.read();
      meter.gathered();
      meter.handedOver();
      meter.written();
    }
    expect(heard).toEqual(['first', 'next']);
  });

  it('should not measure what no read caused', () => {
    const meter = meterOf();
    meter.written();
    meter.read();
    meter.handedOver();
    meter.gathered();
    meter.written();
    expect(heard).toEqual([]);
  });
});
