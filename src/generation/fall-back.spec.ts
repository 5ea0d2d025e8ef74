import { lastValueFrom, NEVER, Observable, of, Subject, throwError, toArray } from 'rxjs';
import { STOP, reasoning, text } from '../../test/support/parts';
import { GatewayError, type GatewayErrorKind } from '../protocol/gateway-error';
import type { StreamPart } from '../protocol/stream-part';
import { fallBack } from './fall-back';

type Batch = readonly StreamPart[];

const start = (upstream: string): StreamPart => ({
  type: 'start',
  upstream,
  ignoredParameters: [],
});

function failure(kind: GatewayErrorKind = 'upstream-failed', code?: string): StreamPart {
  return { type: 'error', error: new GatewayError(kind, 'It failed.', { code }) };
}

async function run(answers: Readonly<Record<string, readonly Batch[]>>): Promise<{
  readonly parts: readonly StreamPart[];
  readonly asked: readonly string[];
}> {
  const asked: string[] = [];
  const attempt = (choice: string): Observable<Batch> => {
    asked.push(choice);
    return of(...(answers[choice] ?? []));
  };
  const batches = await lastValueFrom(fallBack(Object.keys(answers), attempt).pipe(toArray()));
  return { parts: batches.flat(), asked };
}

describe('fallBack', () => {
  const answer: readonly Batch[] = [[start('second'), text('Hi')], [STOP]];

  it('should ask the first only when it answers', async () => {
    const { parts, asked } = await run({
      first: [[start('first')], [text('A'), STOP]],
      second: [],
    });
    expect(parts).toEqual([start('first'), text('A'), STOP]);
    expect(asked).toEqual(['first']);
  });

  it.each<{ it: string; first: readonly Batch[] }>([
    { it: 'with the start', first: [[start('first'), failure()]] },
    { it: 'after the start', first: [[start('first')], [failure()]] },
    { it: 'without a start', first: [[failure()]] },
  ])('should ask the next after an error that comes $it', async ({ first }) => {
    const { parts, asked } = await run({ first, second: answer });
    expect(asked).toEqual(['first', 'second']);
    expect(parts.filter(({ type }) => type === 'error')).toEqual([]);
    expect(parts.slice(-3)).toEqual([start('second'), text('Hi'), STOP]);
  });

  it.each<{ it: string; first: readonly Batch[] }>([
    { it: 'text', first: [[start('first'), text('A')], [failure()]] },
    { it: 'text of the same read', first: [[text('A'), failure()]] },
    { it: 'reasoning', first: [[reasoning('Hm')], [failure()]] },
    {
      it: 'a call',
      first: [[{ type: 'tool-input-start', index: 0, id: 'a', name: 'f' }], [failure()]],
    },
  ])('should pass on an error after $it', async ({ first }) => {
    const { parts, asked } = await run({ first, second: answer });
    expect(asked).toEqual(['first']);
    expect(parts).toEqual(first.flat());
  });

  it.each<{ kind: GatewayErrorKind; code?: string; asksNext: boolean }>([
    { kind: 'upstream-failed', asksNext: true },
    { kind: 'upstream-overloaded', asksNext: true },
    { kind: 'upstream-timeout', asksNext: true },
    { kind: 'rate-limited', asksNext: true },
    { kind: 'not-found', code: 'model_not_found', asksNext: true },
    { kind: 'invalid-request', asksNext: false },
    { kind: 'invalid-request', code: 'content_policy_violation', asksNext: false },
    { kind: 'invalid-request', code: 'context_length_exceeded', asksNext: true },
  ])('should ask the next after $kind $code: $asksNext', async ({ kind, code, asksNext }) => {
    const error = failure(kind, code);
    const { parts, asked } = await run({ first: [[error]], second: answer });
    expect(asked).toEqual(asksNext ? ['first', 'second'] : ['first']);
    expect(parts.includes(error)).toBe(!asksNext);
  });

  it('should ask all in their order and pass on the last error', async () => {
    const errors = [failure(), failure('rate-limited'), failure('upstream-overloaded')] as const;
    const { parts, asked } = await run({ a: [[errors[0]]], b: [[errors[1]]], c: [[errors[2]]] });
    expect(asked).toEqual(['a', 'b', 'c']);
    expect(parts).toEqual([errors[2]]);
  });

  it('should pass on the error of the only one', async () => {
    const error = failure();
    expect(await run({ only: [[start('only'), error]] })).toEqual({
      parts: [start('only'), error],
      asked: ['only'],
    });
  });

  it('should not hide a fault of the gateway', async () => {
    const asked: string[] = [];
    const attempt = (choice: string): Observable<Batch> => {
      asked.push(choice);
      return throwError(() => new Error('A bug.'));
    };
    const parts = lastValueFrom(fallBack(['a', 'b'], attempt));
    await expect(parts).rejects.toThrow('A bug.');
    expect(asked).toEqual(['a']);
  });

  it('should leave the failed attempt before the next one opens', async () => {
    const events: string[] = [];
    const attempt = (choice: string): Observable<Batch> =>
      new Observable((subscriber) => {
        events.push(`open ${choice}`);
        subscriber.next(choice === 'a' ? [failure()] : [text('B'), STOP]);
        if (choice === 'b') subscriber.complete();
        return () => events.push(`close ${choice}`);
      });
    await lastValueFrom(fallBack(['a', 'b'], attempt));
    expect(events).toEqual(['open a', 'close a', 'open b', 'close b']);
  });

  it.each(['a', 'b'])('should abort %s when the client leaves', (running) => {
    const events: string[] = [];
    const first = new Subject<Batch>();
    const attempt = (choice: string): Observable<Batch> =>
      new Observable((subscriber) => {
        events.push(`open ${choice}`);
        subscriber.add((choice === 'a' ? first : NEVER).subscribe(subscriber));
        return () => events.push(`close ${choice}`);
      });
    const subscription = fallBack(['a', 'b'], attempt).subscribe();
    if (running === 'b') first.next([failure()]);
    expect(events.at(-1)).toBe(`open ${running}`);
    subscription.unsubscribe();
    expect(events.at(-1)).toBe(`close ${running}`);
    expect(first.observed).toBe(false);
  });

  it('should open nothing before it is subscribed, and start anew every time', async () => {
    const asked: string[] = [];
    const parts = fallBack(['a', 'b'], (choice) => {
      asked.push(choice);
      return of([choice === 'a' ? failure() : STOP]);
    });
    expect(asked).toEqual([]);
    await lastValueFrom(parts);
    await lastValueFrom(parts);
    expect(asked).toEqual(['a', 'b', 'a', 'b']);
  });
});
