import { SharedStoreService } from '../../common/shared-store/shared-store.service';
import { MinuteCountersService } from './minute-counters.service';
import { TokenBudgetService } from './token-budget.service';

const MINUTE = 60_000;

describe('TokenBudgetService', () => {
  let budget: TokenBudgetService;

  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000 * MINUTE });
    budget = new TokenBudgetService(new MinuteCountersService(new SharedStoreService(undefined)));
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  /** Tokens that the key has used in the current minute. */
  const used = async (): Promise<number> => (await budget.reserve('key', 0)).entry.total;

  it('should count an estimate until the real use is known', async () => {
    const reservation = await budget.reserve('key', 100);
    expect(await used()).toBe(100);
    await budget.settle(reservation, 30);
    expect(await used()).toBe(30);
  });

  it('should count every request of a key, and each key for itself', async () => {
    await budget.reserve('key', 100);
    expect((await budget.reserve('other', 5)).entry.total).toBe(5);
    expect((await budget.reserve('key', 100)).entry.total).toBe(200);
  });

  it('should begin anew with the next minute, and say when that is', async () => {
    jest.setSystemTime(1_000 * MINUTE + 45_000);
    expect((await budget.reserve('key', 100)).entry.resetIn).toBe(15_000);
    jest.setSystemTime(1_001 * MINUTE);
    expect(await used()).toBe(0);
  });

  it('should not make a present to a later minute', async () => {
    const reservation = await budget.reserve('key', 100);
    jest.setSystemTime(1_001 * MINUTE);
    await budget.settle(reservation, 0);
    expect(await used()).toBe(0);
  });

  it('should count what goes beyond an estimate when it is known', async () => {
    const reservation = await budget.reserve('key', 100);
    jest.setSystemTime(1_001 * MINUTE);
    await budget.settle(reservation, 150);
    expect(await used()).toBe(50);
  });
});
