/** @type {import('jest').Config} */
const shared = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
  setupFiles: ['reflect-metadata'],
  testMatch: ['**/*.spec.ts'],
};

/** A suite over the running service, in front of one kind of upstream. */
const suite = (name, upstream, settings) => ({
  ...shared,
  displayName: upstream === 'web' ? name : `${name}-${upstream}`,
  roots: [`<rootDir>/test/${name}`],
  setupFiles: [
    ...shared.setupFiles,
    ...(upstream === 'web' ? [] : [`<rootDir>/test/support/setup/${upstream}.ts`]),
  ],
  ...settings,
});

module.exports = {
  maxWorkers: 2,
  // Generous: a busy machine takes seconds to start the service.
  testTimeout: 30_000,
  projects: [
    { ...shared, displayName: 'unit', roots: ['<rootDir>/src'] },
    ...['e2e', 'contract'].flatMap((name) => [
      suite(name, 'web', { testPathIgnorePatterns: ['/openai/'] }),
      // What depends on no upstream is not tested again.
      suite(name, 'official', { testPathIgnorePatterns: ['/web/', '/service/', '/vllm/'] }),
    ]),
    suite('e2e', 'vllm', {
      testMatch: [
        '**/vllm/*.spec.ts',
        '**/e2e/{thinking,tools,tool-demands,stop-sequences}.spec.ts',
      ],
    }),
    suite('contract', 'vllm', { testMatch: ['**/openai-chat.spec.ts', '**/tools-openai.spec.ts'] }),
  ],
};
