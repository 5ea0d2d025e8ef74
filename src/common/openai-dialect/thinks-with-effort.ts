/** Whether a model is to think at all, from OpenAI's reasoning effort: its lowest ones switch it off. */
export function thinksWithEffort(effort: string): boolean {
  return effort !== 'none' && effort !== 'minimal';
}
