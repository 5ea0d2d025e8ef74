/** @type {import('jest').Config} */
const shared = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
  setupFiles: ['reflect-metadata'],
};

module.exports = {
  maxWorkers: 2,
  // Generous: a busy machine takes seconds to start the service.
  testTimeout: 30_000,
  projects: [
    { ...shared, displayName: 'unit', roots: ['<rootDir>/src'], testMatch: ['**/*.spec.ts'] },
    ...['e2e', 'contract'].map((displayName) => ({
      ...shared,
      displayName,
      roots: [`<rootDir>/test/${displayName}`],
      testMatch: ['**/*.spec.ts'],
    })),
  ],
};
