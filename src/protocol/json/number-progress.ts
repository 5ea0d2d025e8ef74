type Stage =
  | 'start'
  | 'minus'
  | 'zero'
  | 'integer'
  | 'point'
  | 'fraction'
  | 'exponent'
  | 'exponent sign'
  | 'exponent digits';

/** Follows one JSON number (RFC 8259, section 6) character by character. */
export class NumberProgress {
  private stage: Stage = 'start';

  /** True when what was read is a number, even if more digits could follow. */
  get isWhole(): boolean {
    return WHOLE.has(this.stage);
  }

  /** Whether the number goes on with `character`; when not, it is as it was before. */
  push(character: string): boolean {
    const next = STEPS[this.stage][kindOf(character)];
    if (next === undefined) return false;
    this.stage = next;
    return true;
  }
}

type Kind = 'zero' | 'digit' | 'minus' | 'plus' | 'point' | 'e' | 'other';

const WHOLE: ReadonlySet<Stage> = new Set<Stage>([
  'zero',
  'integer',
  'fraction',
  'exponent digits',
]);

const STEPS: Readonly<Record<Stage, Readonly<Partial<Record<Kind, Stage>>>>> = {
  start: { minus: 'minus', zero: 'zero', digit: 'integer' },
  minus: { zero: 'zero', digit: 'integer' },
  zero: { point: 'point', e: 'exponent' },
  integer: { zero: 'integer', digit: 'integer', point: 'point', e: 'exponent' },
  point: { zero: 'fraction', digit: 'fraction' },
  fraction: { zero: 'fraction', digit: 'fraction', e: 'exponent' },
  exponent: {
    zero: 'exponent digits',
    digit: 'exponent digits',
    minus: 'exponent sign',
    plus: 'exponent sign',
  },
  'exponent sign': { zero: 'exponent digits', digit: 'exponent digits' },
  'exponent digits': { zero: 'exponent digits', digit: 'exponent digits' },
};

function kindOf(character: string): Kind {
  switch (character) {
    case '0':
      return 'zero';
    case '-':
      return 'minus';
    case '+':
      return 'plus';
    case '.':
      return 'point';
    case 'e':
    case 'E':
      return 'e';
    default:
      return character >= '1' && character <= '9' ? 'digit' : 'other';
  }
}
