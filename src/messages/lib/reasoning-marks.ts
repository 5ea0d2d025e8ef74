/** Marks by which reasoning that clients keep is known again: see `ReasoningSeal`. */
export interface ReasoningMarks {
  sign(text: string): string;
  isSigned(text: string, signature: string): boolean;
  /** A text that only this gateway can read. */
  seal(text: string): string;
  /** The text that was sealed; `undefined` for what this gateway did not seal. */
  unseal(token: string): string | undefined;
}
