/** Headers that Anthropic's clients send along: any value of theirs is accepted. */
export const ANTHROPIC_HEADERS = [
  {
    name: 'anthropic-version',
    required: false,
    description: 'Not needed; the gateway speaks one version.',
    schema: { type: 'string', example: '2023-06-01' },
  },
  {
    name: 'anthropic-beta',
    required: false,
    description: 'Has no effect: what the gateway knows of betas is on without it.',
    schema: { type: 'string' },
  },
] as const;

/** Lets a request choose what becomes of its thinking blocks. */
export const THINKING_PROCESSING_HEADER = {
  name: 'x-thinking-processing',
  required: false,
  description:
    "Where the model's reasoning goes, instead of what is configured: `think` makes thinking blocks of it, `strip` drops it, `raw` shows the document of the upstream as text.",
  schema: { type: 'string', enum: ['think', 'strip', 'raw'] },
};
