import { withinDeadline } from './within-deadline';

describe('withinDeadline', () => {
  it('should give what comes in time', async () => {
    await expect(withinDeadline(Promise.resolve(5), 1000)).resolves.toBe(5);
    await expect(withinDeadline(Promise.reject(new Error('no')), 1000)).rejects.toThrow('no');
  });

  it('should fail when nothing comes', async () => {
    const never = new Promise(() => undefined);
    await expect(withinDeadline(never, 1)).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('should take what arrived while the event loop was busy', async () => {
    const answer = new Promise((resolve) => setImmediate(resolve, 'late but here'));
    const result = withinDeadline(answer, 1);
    const start = performance.now();
    while (performance.now() - start < 20);
    await expect(result).resolves.toBe('late but here');
  });
});
