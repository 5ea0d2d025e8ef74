import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

const only = (name, property, message) => ({ object: name, property, message });

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'docs/'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        only('process', 'env', 'Only config/ reads the environment.'),
        only('Date', 'now', 'Use common/clock.'),
        only('Math', 'random', 'Use common/ids.'),
        only('JSON', 'parse', 'Use protocol/json/safe-parse-json for remote text.'),
      ],
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Response DTOs describe plain objects for the OpenAPI document; nobody constructs them.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    },
  },
  {
    // Classes that are injected must be imported as values: their types are the tokens.
    files: [
      'src/**/*.{service,controller,guard,filter,interceptor,pipe,driver,streamer,module}.ts',
    ],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: ['src/config/read-environment.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['src/common/{clock,version}.ts', 'src/protocol/json/*.ts', 'src/openapi.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-properties': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      parserOptions: { projectService: false },
      globals: { module: 'readonly', process: 'readonly', console: 'readonly' },
    },
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      '@typescript-eslint/explicit-function-return-type': 'off',
      '@typescript-eslint/no-require-imports': 'off',
      'no-restricted-properties': 'off',
      'no-console': 'off',
    },
  },
);
