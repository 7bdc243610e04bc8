/**
 * What the manifest promises, typed once. `test/unit/editor/manifest.test.ts` compares package.json with these tables: ids, titles, defaults,
 * choices, ranges, scopes.
 */

/** Titles of the commands; `generateSpec` is `specwright.generateSpec`. */
export const COMMANDS = {
  generateSpec: 'Generate Spec',
  generateWorkspaceSpecs: 'Generate Specs for Workspace',
  updateSpec: 'Update Spec',
  updateStaleSpecs: 'Update Stale Specs',
  renewSpecs: 'Renew Specs',
  updateSection: 'Update Section',
  acceptSection: 'Accept Section as Still True',
  showDifference: 'Show Difference',
  acceptNewText: 'Accept New Text',
  keepMyText: 'Keep My Text',
  refreshSpecs: 'Check Specs Again',
  removeOrphanedSpecs: 'Remove Orphaned Specs',
  previewPlan: 'Preview Plan and Cost',
  openSpec: 'Open Spec',
  openSource: 'Open Source of Spec',
  whatChanged: 'What Changed',
  applySpec: 'Apply Spec to Code',
  selectModel: 'Select Provider and Model',
  setApiKey: 'Set API Key',
  clearApiKey: 'Clear API Key',
  createTemplate: 'Create Template',
  newProjectSpec: 'New Project Spec',
  generateProject: 'Generate Project',
  previewProjectPlan: 'Preview Project Plan',
  cancel: 'Cancel',
  retryNow: 'Retry Now',
  showSent: 'Show What Was Sent',
  showMetrics: 'Show Metrics',
  showPrometheusMetrics: 'Show Metrics for Prometheus',
  openLastReport: 'Open Last Report',
  exportReport: 'Export Report',
  compareRuns: 'Compare Runs',
  clearCache: 'Clear Cache',
  openWalkthrough: 'Open Walkthrough',
  openSettings: 'Open Settings',
  showLog: 'Show Log',
  showMenu: 'Show Menu',
} as const;

export const CATEGORY = 'Specwright';
export type CommandName = keyof typeof COMMANDS;
export type CommandId = `specwright.${CommandName}`;

export function commandId(name: CommandName): CommandId {
  return `specwright.${name}`;
}

/** VS Code's ids of the languages for which the commands show in menus, with the grammar of each. The palette takes any other text file too. */
export const LANGUAGES = {
  typescript: 'typescript', typescriptreact: 'tsx', javascript: 'javascript', javascriptreact: 'javascript', python: 'python',
  go: 'go', rust: 'rust', java: 'java', csharp: 'csharp', cpp: 'cpp', c: 'cpp', php: 'php', ruby: 'ruby', shellscript: 'bash', powershell: 'powershell',
} as const;

/** Used in `when` clauses. */
export const CONTEXT_KEYS = {
  /** The extension is there. The walkthrough waits for it: at the moment of an installation it is not, so that VS Code does not open the walkthrough by itself. */
  active: 'specwright.active',
  /** A run is going on. */
  running: 'specwright.running',
  /** There is a key to clear. */
  hasApiKey: 'specwright.hasApiKey',
  /** What is known of the specs of the window: `none` (there is none), `reading`, `current`, `stale`. Not set before somebody looks. */
  drift: 'specwright.drift',
} as const;

/** Views by their id without `specwright.`, with their titles. */
export const VIEWS = { specs: 'Specs', runs: 'Runs' } as const;
/** The type of the panel that shows the metrics. */
export const METRICS_VIEW = 'specwright.metrics';
/** The texts that are offered for a person's sections are documents of this scheme. */
export const OFFER_SCHEME = 'specwright-offer';

/** VS Code's name of the walkthrough: publisher, extension, id. */
export const WALKTHROUGH_ID = 'specwright.specwright#start';

export const STATUS_BAR_ID = 'specwright.status';

/** Hosted providers by the name that people know. */
export const PROVIDER_TITLES = { anthropic: 'Anthropic', openai: 'OpenAI', gemini: 'Gemini' } as const;
export type HostedProvider = keyof typeof PROVIDER_TITLES;
/** VS Code's own language models: their name in settings, in specs (`by="vscode/…"`) and in figures. Never chosen by itself, since its first request asks for consent. */
export const VSCODE_PROVIDER = 'vscode';
/** In the order in which one is chosen where several have a key. */
export const HOSTED_PROVIDERS = Object.keys(PROVIDER_TITLES) as readonly HostedProvider[];

/** `window`: one value a window; `resource`: one a workspace folder; `machine…`: not shared with other machines. */
type Scope = 'window' | 'resource' | 'machine' | 'machine-overridable';

export type SettingShape = { readonly scope: Scope } & (
  | { readonly type: 'string'; readonly default: string; readonly choices?: readonly string[]; readonly form?: Form }
  | { readonly type: 'boolean'; readonly default: boolean }
  | { readonly type: 'strings'; readonly default: readonly string[] }
  /** Checked where it is read. */
  | { readonly type: 'object'; readonly default: Readonly<Record<string, never>> }
  | { readonly type: 'number'; readonly default: number; readonly minimum: number; readonly maximum?: number; readonly whole?: boolean }
  /** `null`: not set. */
  | { readonly type: 'number?'; readonly default: null; readonly minimum: number; readonly maximum?: number; readonly whole?: boolean }
);

/** What a text must look like, in a pattern and in words. */
interface Form {
  readonly pattern: RegExp;
  readonly expected: string;
}

const ADDRESS: Form = { pattern: /^(https?:\/\/[^\s@]+)?$/, expected: 'an http(s) address, without user name and password' };
const NAME: Form = { pattern: /^[\w-]+$/, expected: 'the name of a template: letters, digits and hyphens' };
const ROLE: Form = { pattern: /^((anthropic|openai|gemini)(\/\S+)?|vscode\/[^\s/]+\/\S+)?$/, expected: 'a provider and a model, such as "gemini/gemini-3.8-flash"' };
/** Of this machine or another one's system; empty: none. */
const ABSOLUTE: Form = { pattern: /^(([A-Za-z]:)?[\\/].+)?$/, expected: 'an absolute path' };
const NOT_EMPTY: Form = { pattern: /\S/, expected: 'a text that is not empty' };

/** A day: longer than anybody waits. */
const MOST_SECONDS = 86_400;

/** Settings by their id without `specwright.`. */
export const SETTINGS = {
  provider: { scope: 'window', type: 'string', default: 'auto', choices: ['auto', 'outline', 'anthropic', 'openai', 'gemini', VSCODE_PROVIDER] },
  model: { scope: 'window', type: 'string', default: '' },
  effort: { scope: 'window', type: 'string', default: 'low', choices: ['low', 'medium', 'high'] },
  'roles.overview': { scope: 'window', type: 'string', default: '', form: ROLE },
  'roles.section': { scope: 'window', type: 'string', default: '', form: ROLE },
  'roles.code': { scope: 'window', type: 'string', default: '', form: ROLE },
  'roles.review': { scope: 'window', type: 'string', default: '', form: ROLE },
  'anthropic.baseUrl': { scope: 'machine-overridable', type: 'string', default: '', form: ADDRESS },
  'openai.baseUrl': { scope: 'machine-overridable', type: 'string', default: '', form: ADDRESS },
  'gemini.baseUrl': { scope: 'machine-overridable', type: 'string', default: '', form: ADDRESS },

  outputFolder: { scope: 'resource', type: 'string', default: 'specs' },
  template: { scope: 'resource', type: 'string', default: 'reference', form: NAME },
  language: { scope: 'resource', type: 'string', default: 'en', form: NOT_EMPTY },
  'project.mark': { scope: 'resource', type: 'boolean', default: false },
  'project.runTools': { scope: 'resource', type: 'boolean', default: true },
  'prose.unverified': { scope: 'resource', type: 'string', default: 'mark', choices: ['mark', 'strike'] },
  openSpecBeside: { scope: 'window', type: 'boolean', default: true },
  updateOnSave: { scope: 'resource', type: 'string', default: 'off', choices: ['off', 'facts', 'model'] },
  codeLens: { scope: 'resource', type: 'boolean', default: true },
  fileDecorations: { scope: 'window', type: 'boolean', default: true },

  include: { scope: 'resource', type: 'strings', default: [] },
  exclude: { scope: 'resource', type: 'strings', default: [] },
  warmUp: { scope: 'window', type: 'boolean', default: true },

  'confirmAbove.tokens': { scope: 'window', type: 'number', default: 10_000, minimum: 0, whole: true },
  'confirmAbove.usd': { scope: 'window', type: 'number', default: 0.05, minimum: 0 },
  'budget.usd': { scope: 'window', type: 'number?', default: null, minimum: 0.01 },
  'budget.tokens': { scope: 'window', type: 'number?', default: null, minimum: 1, whole: true },
  'budget.usdPerDay': { scope: 'window', type: 'number?', default: null, minimum: 0.01 },
  'budget.tokensPerDay': { scope: 'window', type: 'number?', default: null, minimum: 1, whole: true },
  prices: { scope: 'window', type: 'object', default: {} },

  concurrency: { scope: 'window', type: 'number', default: 16, minimum: 1, maximum: 64, whole: true },
  'batch.strategy': { scope: 'window', type: 'string', default: 'balanced', choices: ['latency', 'balanced', 'cost'] },
  'batch.size': { scope: 'window', type: 'number', default: 20, minimum: 1, maximum: 100, whole: true },
  'timeLimits.run': { scope: 'window', type: 'number?', default: null, minimum: 1, maximum: MOST_SECONDS },
  'timeLimits.request': { scope: 'window', type: 'number', default: 300, minimum: 1, maximum: MOST_SECONDS },
  'timeLimits.firstByte': { scope: 'window', type: 'number', default: 120, minimum: 1, maximum: MOST_SECONDS },
  'timeLimits.idle': { scope: 'window', type: 'number', default: 60, minimum: 1, maximum: MOST_SECONDS },

  'cache.enabled': { scope: 'window', type: 'boolean', default: true },
  'cache.folder': { scope: 'machine', type: 'string', default: '' },
  'cache.maxSizeMB': { scope: 'machine', type: 'number', default: 200, minimum: 1, maximum: 100_000, whole: true },
  'cache.maxAgeDays': { scope: 'machine', type: 'number', default: 30, minimum: 1, maximum: 3_650, whole: true },

  'metrics.port': { scope: 'machine', type: 'number?', default: null, minimum: 0, maximum: 65_535, whole: true },
  'metrics.tracesEndpoint': { scope: 'machine', type: 'string', default: '', form: ADDRESS },
  'metrics.logFile': { scope: 'machine', type: 'string', default: '', form: ABSOLUTE },
} as const satisfies Readonly<Record<string, SettingShape>>;

export type SettingName = keyof typeof SETTINGS;

/** An untrusted workspace has no say in these: where a key and the code are sent, and where files go. */
export const RESTRICTED_SETTINGS: readonly SettingName[] = ['anthropic.baseUrl', 'openai.baseUrl', 'gemini.baseUrl', 'cache.folder'];

type ValueOf<S extends SettingShape> = S extends { choices: readonly (infer C)[] }
  ? C
  : S extends { type: 'string' }
    ? string
    : S extends { type: 'boolean' }
      ? boolean
      : S extends { type: 'strings' }
        ? readonly string[]
        : S extends { type: 'object' }
          ? Readonly<Record<string, unknown>>
          : S extends { type: 'number' }
            ? number
            : number | null;

export type SettingValue<N extends SettingName> = ValueOf<(typeof SETTINGS)[N]>;
