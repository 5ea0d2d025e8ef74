import fc from 'fast-check';
import { narrowWebEvent } from './web-event';

const ERROR = { detail: 'no', code: 403 };

function event(data: unknown): unknown {
  return { type: 'chat:completion', data };
}

describe('narrowWebEvent', () => {
  const cases: readonly { it: string; json: unknown; narrowed: object }[] = [
    {
      it: 'a delta',
      json: event({ phase: 'answer', delta_content: 'Hi' }),
      narrowed: { phase: 'answer', delta: 'Hi', edit: undefined, done: false, error: undefined },
    },
    {
      it: 'an edit',
      json: event({ phase: 'answer', edit_index: 3, edit_content: 'x' }),
      narrowed: { delta: '', edit: { index: 3, content: 'x' } },
    },
    {
      it: 'an edit to nothing',
      json: event({ edit_index: 0, edit_content: '' }),
      narrowed: { edit: { index: 0, content: '' } },
    },
    {
      it: 'an edit without content',
      json: event({ edit_index: 3 }),
      narrowed: { edit: undefined },
    },
    {
      it: 'no phase',
      json: event({ delta_content: 'x' }),
      narrowed: { phase: 'other', delta: 'x' },
    },
    { it: 'no type', json: { data: { delta_content: 'x' } }, narrowed: { delta: 'x' } },
    {
      it: 'a delta that is no text',
      json: event({ phase: 'answer', delta_content: 7 }),
      narrowed: { delta: '' },
    },
    { it: 'a usage', json: event({ usage: { a: 1 } }), narrowed: { usage: { a: 1 } } },
    { it: 'done', json: event({ done: true }), narrowed: { done: true } },
    { it: 'the phase done', json: event({ phase: 'done' }), narrowed: { done: true } },
    { it: 'done that is no truth', json: event({ done: 'true' }), narrowed: { done: false } },
    { it: 'the terminator', json: event('[DONE]'), narrowed: { done: true, phase: 'done' } },
    { it: 'results', json: event({ results: [1] }), narrowed: { results: [1] } },
    { it: 'sources', json: event({ sources: [1] }), narrowed: { results: [1] } },
    { it: 'citations', json: event({ citations: [1] }), narrowed: { results: [1] } },
    { it: 'an error at the root', json: { error: ERROR }, narrowed: { error: ERROR } },
    { it: 'an error in the data', json: event({ error: ERROR }), narrowed: { error: ERROR } },
    { it: 'a nested error', json: event({ data: { error: ERROR } }), narrowed: { error: ERROR } },
    { it: 'an inner error', json: event({ inner: { error: ERROR } }), narrowed: { error: ERROR } },
    { it: 'an error that is text', json: event({ error: 'no' }), narrowed: { error: 'no' } },
    {
      it: 'an error of another type',
      json: { type: 'chat:error', error: ERROR },
      narrowed: { error: ERROR },
    },
    {
      it: 'an error that says nothing',
      json: event({ error: null, delta_content: 'x' }),
      narrowed: { error: undefined, delta: 'x' },
    },
    {
      it: 'an empty error',
      json: event({ error: '', delta_content: 'x' }),
      narrowed: { delta: 'x' },
    },
  ];

  it.each(cases)('should read $it', ({ json, narrowed }) => {
    expect(narrowWebEvent(json)).toMatchObject(narrowed);
  });

  it.each([-1, 1.5, '3', null, undefined])(
    'should put an edit without a usable index at the end: %p',
    (index) => {
      const { edit } = narrowWebEvent(event({ edit_index: index, edit_content: 'x' })) ?? {};
      expect(edit).toEqual({ index: Number.MAX_SAFE_INTEGER, content: 'x' });
    },
  );

  it.each([
    [null],
    [7],
    ['text'],
    [[]],
    [{}],
    [event(null)],
    [event('text')],
    [event([])],
    [{ type: 'chat:title', data: { delta_content: 'A title' } }],
    [{ type: 'chat:tags', data: '[DONE]' }],
  ])('should pass over %j', (json) => {
    expect(narrowWebEvent(json)).toBeUndefined();
  });

  it('should take any value without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.jsonValue().map(event)), (json) => {
        const narrowed = narrowWebEvent(json);
        if (narrowed !== undefined) expect(typeof narrowed.delta).toBe('string');
      }),
    );
  });
});
