import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The arrows of docs/architecture.md, as a machine check. */
const noVscode = { name: 'vscode', message: 'Only src/extension.ts and src/editor may import vscode: ask for a port instead.' };
const noSdk = ['@anthropic-ai/*', '@google/*', 'openai', 'openai/*'];
const restrict = (paths, patterns = []) => ({ 'no-restricted-imports': ['error', { paths, patterns }] });

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'test/node_modules/', 'test/.host/', 'test/fixtures/', 'specs/', 'coverage/', '*.vsix'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      eqeqeq: 'error',
    },
  },
  { files: ['src/**/*.ts'], ignores: ['src/extension.ts', 'src/editor/**'], rules: restrict([noVscode]) },
  {
    files: ['src/engine/**/*.ts'],
    rules: restrict([noVscode], [
      { group: noSdk, message: 'The engine knows no SDK: providers stand behind src/providers/model.ts.' },
      { group: ['**/editor/**', '**/node/**', '**/l10n/**'], message: 'Arrows point one way: shells import the engine, and translate what they show.' },
    ]),
  },
  {
    files: ['src/providers/**/*.ts'],
    rules: restrict([noVscode], [{ group: ['**/engine/**', '**/editor/**', '**/node/**', '**/l10n/**'], message: 'Providers know only their contract.' }]),
  },
  {
    files: ['src/webview/**/*.ts'],
    rules: restrict([noVscode], [
      { group: ['**/editor/**', '**/node/**', '**/providers/**', 'node:*'], message: 'Pages run in a browser: they know the figures of a run, and nobody who makes them.' },
      { regex: '/engine/(?!metrics/)', message: 'Of the engine pages know src/engine/metrics alone.' },
    ]),
  },
  { files: ['src/l10n/**/*.ts'], rules: restrict([noVscode], [{ group: ['../*', 'node:*'], message: 'Texts are translated in pages and in the editor alike: this knows neither.' }]) },
  { files: ['src/node/**/*.ts'], rules: restrict([noVscode], [{ group: ['**/editor/**'], message: 'The command line does not know the editor.' }]) },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly', require: 'readonly', module: 'writable', exports: 'writable', __dirname: 'readonly', fetch: 'readonly', document: 'readonly', window: 'readonly', Element: 'readonly', performance: 'readonly' } },
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }] },
  },
);
