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
    const verdicts = new Set<boolean>();
    fc.assert(
      fc.property(fields, (given) => {
        const book = Object.assign(new BookDto(), given);
        const isAccepted = rules.accepts(book);
        expect(isAccepted).toBe(validateSync(book).length === 0);
        verdicts.add(isAccepted);
      }),
      { numRuns: 2000 },
    );
    expect(verdicts.size).toBe(2);
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
