/** @type {import('jest').Config} */
const shared = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
  setupFiles: ['reflect-metadata'],
};

module.exports = {
  maxWorkers: 2,
  // Tests start processes, and machines of continuous integration are slow.
  testTimeout: 30_000,
  projects: [
    { ...shared, displayName: 'unit', roots: ['<rootDir>/src'], testMatch: ['**/*.spec.ts'] },
    {
      ...shared,
      displayName: 'e2e',
      roots: ['<rootDir>/test'],
      testMatch: ['**/e2e/**/*.spec.ts'],
    },
    {
      ...shared,
      displayName: 'contract',
      roots: ['<rootDir>/test'],
      testMatch: ['**/contract/**/*.spec.ts'],
    },
  ],
};
