// Each suite is one window on a copy of one fixture, with its own environment and user settings.

export interface Suite {
  name: string;
  /** Test files, without `.test.ts`. */
  tests: string[];
  /** A folder below test/fixtures, copied for the run. */
  fixture: string;
  /** What of the fixture is opened, where it is not the whole folder: a `.code-workspace` file, or a folder in it. */
  open?: string;
  /** With models that VS Code offers: see test/host/chatProvider. */
  chatProvider?: boolean;
  settings?: Record<string, unknown>;
  /** For the extension host. */
  env?: Record<string, string>;
  /** Starts what the suite needs (a model server, say); what it returns is added to `env` and `settings`. */
  prepare?(): Promise<{ env?: Record<string, string>; settings?: Record<string, unknown>; dispose?(): Promise<void> | void }>;
  timeLimitMs?: number;
}

export const suites: Suite[] = [
  { name: 'workspace', tests: ['activation', 'generate', 'template', 'virtual', 'whatChanged'], fixture: 'workspace' },
  { name: 'multi-root', tests: ['multiRoot'], fixture: 'multi-root', open: 'both.code-workspace' },
  { name: 'monorepo', tests: ['monorepo'], fixture: 'monorepo' },
  { name: 'warm-up', tests: ['warmUp'], fixture: 'monorepo' },
  // The model server runs in the tests' own process: they tell it what to do. (In a browser, VS Code saves by itself unless told not to.)
  { name: 'model', tests: ['model', 'providers', 'money', 'applySpec', 'exports'], fixture: 'workspace', settings: { 'files.autoSave': 'off' } },
  { name: 'drift', tests: ['drift'], fixture: 'workspace', settings: { 'files.autoSave': 'off' } },
  // In a window of its own: Git's extension does not take it well when the repository goes.
  { name: 'drift in Git', tests: ['driftInGit'], fixture: 'workspace', settings: { 'files.autoSave': 'off', 'git.enabled': true } },
  // Rows of the refactor preview that are not in sight are not on the page.
  { name: 'project spec', tests: ['projectSpec', 'project'], fixture: 'workspace', settings: { 'files.autoSave': 'off', 'workbench.panel.opensMaximized': 'always' }, timeLimitMs: 300_000 },
  { name: 'language model', tests: ['languageModel'], fixture: 'workspace', chatProvider: true, settings: { 'files.autoSave': 'off' } },
];
