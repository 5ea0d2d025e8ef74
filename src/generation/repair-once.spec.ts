import { lastValueFrom, Observable, of, toArray } from 'rxjs';
import type { StreamPart } from '../protocol/stream-part';
import type { Rejection } from '../protocol/rejection';
import { repairOnce } from './repair-once';

type Batch = readonly (StreamPart | Rejection)[];

const usage = (count: number): StreamPart => ({
  type: 'usage',
  usage: { inputTokens: count, outputTokens: count, totalTokens: 2 * count, estimated: false },
});
const text = (said: string): StreamPart => ({ type: 'text', text: said });
const finish: StreamPart = { type: 'finish', reason: 'tool-calls' };
const call: StreamPart = { type: 'tool-input-start', index: 0, id: 'call_1', name: 'ping' };
const rejection: Rejection = {
  type: 'rejection',
  demand: 'calls',
  problem: 'no function was called.',
  said: 'No.',
  calls: [],
  sentCalls: 0,
  hasSentText: false,
};

async function run(...answers: readonly (readonly Batch[])[]): Promise<{
  readonly parts: readonly StreamPart[];
  readonly rejections: readonly (Rejection | undefined)[];
}> {
  const rejections: (Rejection | undefined)[] = [];
  const attempt = (given?: Rejection): Observable<Batch> => {
    rejections.push(given);
    return of(...(answers[rejections.length - 1] ?? []));
  };
  const batches = await lastValueFrom(repairOnce(attempt).pipe(toArray()));
  return { parts: batches.flat(), rejections };
}

describe('repairOnce', () => {
  it('should ask once when the answer is accepted', async () => {
    const { parts, rejections } = await run([[call], [usage(1), finish]]);
    expect(parts).toEqual([call, usage(1), finish]);
    expect(rejections).toEqual([undefined]);
  });

  it('should ask again with the rejection and count the usage of both', async () => {
    const first = [[usage(3)], [rejection]];
    const { parts, rejections } = await run(first, [[text('Now')], [call, usage(4), finish]]);
    expect(rejections).toEqual([undefined, rejection]);
    expect(parts.at(-2)).toEqual(usage(7));
    expect(parts.slice(1)).toEqual([text('Now'), call, usage(7), finish]);
  });

  it.each([
    { demand: 'calls', code: 'tool_call_failed' },
    { demand: 'format', code: 'structured_output_failed' },
  ] as const)('should end in an error after a second rejection of $demand', async (failure) => {
    const { demand, code } = failure;
    const rejected = { ...rejection, demand };
    const { parts, rejections } = await run([[rejected]], [[rejected]]);
    expect(rejections).toHaveLength(2);
    expect(parts).toMatchObject([
      {
        type: 'error',
        error: {
          code,
          retryable: false,
          message: expect.stringContaining('no function was called.') as string,
        },
      },
    ]);
  });

  it.each([
    { ...rejection, hasSentText: true },
    { ...rejection, sentCalls: 1 },
  ])('should not say text again after %j', async (sent) => {
    const reasoning: StreamPart = { type: 'reasoning', text: 'Hm' };
    const { parts } = await run(
      [[text('Once'), sent]],
      [
        [reasoning, text('Once')],
        [call, finish],
      ],
    );
    expect(parts).toEqual([text('Once'), call, finish]);
  });

  it('should leave the rejected answer before it asks again', async () => {
    const events: string[] = [];
    const attempt = (given?: Rejection): Observable<Batch> =>
      new Observable((subscriber) => {
        events.push(given === undefined ? 'open first' : 'open second');
        subscriber.next(given === undefined ? [rejection] : [call, finish]);
        if (given !== undefined) subscriber.complete();
        return () => events.push(given === undefined ? 'close first' : 'close second');
      });
    await lastValueFrom(repairOnce(attempt).pipe(toArray()));
    expect(events).toEqual(['open first', 'close first', 'open second', 'close second']);
  });
});
