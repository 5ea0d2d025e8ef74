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
