import type { ReasoningMarks } from '../../src/messages/lib/reasoning-marks';

/** Marks that a reader of a test can make out: what is signed or sealed shows it. */
export const MARKS: ReasoningMarks = {
  sign: (text) => `signed(${text})`,
  isSigned: (text, signature) => signature === `signed(${text})`,
  seal: (text) => `sealed(${text})`,
  unseal: (token) => /^sealed\((.*)\)$/s.exec(token)?.[1],
};
