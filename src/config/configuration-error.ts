/** Every problem of the configuration at once; names variables, never their values. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly string[]) {
    super(['The configuration is not valid:', ...problems.map((text) => `  - ${text}`)].join('\n'));
  }
}
