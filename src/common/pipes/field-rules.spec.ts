import {
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  validateSync,
} from 'class-validator';
import fc from 'fast-check';
import { FieldRules } from './field-rules';

class ParentDto {
  @IsOptional()
  @IsBoolean()
  isNew?: unknown;
}

class BookDto extends ParentDto {
  @IsString()
  @MaxLength(3)
  title?: unknown;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3)
  pages?: unknown;

  @ValidateIf((book: BookDto) => book.pages !== 2)
  @IsArray()
  authors?: unknown;
}

class ListDto {
  @IsString({ each: true })
  names?: unknown;
}

describe('FieldRules', () => {
  const value = fc.oneof(
    fc.constantFrom(undefined, null, true, 0, 1, 2, 3, 4, 1.5, NaN, '', 'abc', 'abcd'),
    fc.constantFrom([], ['a'], {}),
  );
  const fields = fc.record(
    { title: value, pages: value, authors: value, isNew: value },
    { requiredKeys: [] },
  );

  it('should accept what class-validator accepts, and nothing else', () => {
    const rules = new FieldRules(BookDto);
    fc.assert(
      fc.property(fields, (given) => {
        const book = Object.assign(new BookDto(), given);
        expect(rules.accepts(book)).toBe(validateSync(book).length === 0);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    { given: { title: 'abc', authors: [], pages: 3, isNew: true }, isGood: true },
    { given: { title: '', pages: 2 }, isGood: true },
    { given: { title: 'abc', authors: [] }, isGood: true },
    { given: { title: 'abc' }, isGood: false },
    { given: { title: 'abc', authors: [], isNew: 1 }, isGood: false },
    { given: {}, isGood: false },
  ])('should say of $given: $isGood', ({ given, isGood }) => {
    expect(new FieldRules(BookDto).accepts(Object.assign(new BookDto(), given))).toBe(isGood);
  });

  it('should leave to class-validator what it cannot tell', () => {
    const good = Object.assign(new ListDto(), { names: ['a'] });
    expect(validateSync(good)).toEqual([]);
    expect(new FieldRules(ListDto).accepts(good)).toBe(false);
  });

  it('should accept nothing of a class without rules', () => {
    expect(new FieldRules(Object).accepts({})).toBe(false);
  });
});
