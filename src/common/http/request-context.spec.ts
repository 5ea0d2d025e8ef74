import type { Request, Response } from 'express';
import { assignRequestContext, requestContext } from './request-context';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('assignRequestContext', () => {
  it.each(['a', 'req_1-2', 'x'.repeat(64), '550e8400-e29b-41d4-a716-446655440000'])(
    'should keep the id "%s" of a client',
    (id) => {
      expect(assign(id)).toEqual({ requestId: id, header: id });
    },
  );

  it.each<string | string[] | undefined>([
    undefined,
    '',
    'x'.repeat(65),
    'two words',
    'a\r\nset-cookie: b',
    '{"a":1}',
    'ünique',
    '../a',
    ['a', 'b'],
  ])('should make an id instead of %j', (id) => {
    const { requestId, header } = assign(id);
    expect(requestId).toMatch(UUID);
    expect(header).toBe(requestId);
  });

  it('should make another id for every exchange', () => {
    expect(assign(undefined).requestId).not.toBe(assign(undefined).requestId);
  });
});

function assign(id: string | string[] | undefined): {
  readonly requestId: string;
  readonly header: unknown;
} {
  const headers = new Map<string, unknown>();
  const response = {
    locals: {},
    setHeader: (name: string, value: unknown) => headers.set(name, value),
  } as unknown as Response;
  let hasGoneOn = false;
  assignRequestContext({ headers: { 'x-request-id': id } } as unknown as Request, response, () => {
    hasGoneOn = true;
  });
  expect(hasGoneOn).toBe(true);
  return { requestId: requestContext(response).requestId, header: headers.get('x-request-id') };
}
