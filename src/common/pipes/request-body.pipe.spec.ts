import { IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import fc from 'fast-check';
import { failureOf } from '../../../test/support/failure';
import { RequestBodyPipe } from './request-body.pipe';

class BookDto {
  @IsString()
  @MaxLength(10)
  title!: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  pages?: number;
}

describe('RequestBodyPipe', () => {
  it('should give an instance with the fields that were sent', () => {
    const book = transform({ title: 'Emma', pages: 3 });
    expect(book).toBeInstanceOf(BookDto);
    expect(Object.entries(book)).toEqual(Object.entries({ title: 'Emma', pages: 3 }));
  });

  it('should keep fields that it does not know', () => {
    expect(transform({ title: 'Emma', seed: [1] })).toMatchObject({ title: 'Emma', seed: [1] });
  });

  it('should take null for absent', () => {
    expect(Object.keys(transform({ title: 'Emma', pages: null, seed: null }))).toEqual(['title']);
  });

  it.each<{ body: object; message: string; param: string }>([
    { body: {}, message: 'title must be a string', param: 'title' },
    { body: { title: null }, message: 'title must be a string', param: 'title' },
    { body: { title: 7 }, message: 'title must be a string', param: 'title' },
    {
      body: { title: 'Pride and Prejudice' },
      message: 'title must be shorter than or equal to 10 characters',
      param: 'title',
    },
    {
      body: { title: 'Emma', pages: '3' },
      message: 'pages must be an integer number',
      param: 'pages',
    },
    { body: { title: 'Emma', pages: 0 }, message: 'pages must not be less than 1', param: 'pages' },
  ])('should refuse $body and say why', ({ body, message, param }) => {
    expect(failureOf(() => transform(body))).toMatchObject({
      kind: 'invalid-request',
      message,
      param,
    });
  });

  it.each([undefined, null, 7, 'text', [], [{ title: 'Emma' }]])(
    'should refuse %j, which is no object',
    (body) => {
      expect(failureOf(() => transform(body))).toMatchObject({
        kind: 'invalid-request',
        message: 'The request body must be a JSON object.',
      });
    },
  );

  it('should keep a field named __proto__ a field', () => {
    const book = transform(JSON.parse('{"title":"Emma","__proto__":{"pages":"many"}}'));
    expect(book).toBeInstanceOf(BookDto);
    expect(book.pages).toBeUndefined();
    expect(Object.keys(book)).toEqual(['title', '__proto__']);
    expect(({} as BookDto).pages).toBeUndefined();
  });

  it('should check the fields that it knows, whatever else is sent', () => {
    const names = fc.constantFrom(
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'valueOf',
      'then',
    );
    const others = fc.dictionary(fc.oneof(names, fc.string()), fc.jsonValue(), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(others, (fields) => {
        const good = JSON.stringify({ ...fields, title: 'Emma', pages: 3 });
        expect(transform(JSON.parse(good)).title).toBe('Emma');
        const bad = JSON.stringify({ ...fields, title: 'Emma', pages: 0 });
        expect(failureOf(() => transform(JSON.parse(bad)))).toMatchObject({ param: 'pages' });
      }),
    );
  });

  it.each([
    { it: 'a parameter of the path', metadata: { type: 'param' as const, metatype: String } },
    { it: 'a body without a DTO', metadata: { type: 'body' as const } },
  ])('should leave $it alone', ({ metadata }) => {
    const value = { any: 'thing' };
    expect(new RequestBodyPipe().transform(value, metadata)).toBe(value);
  });
});

function transform(body: unknown): BookDto {
  return new RequestBodyPipe().transform(body, { type: 'body', metatype: BookDto }) as BookDto;
}
