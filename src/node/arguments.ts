import { Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_CONCURRENCY, MAX_CONCURRENCY } from '../engine/dispatch/pool';
import { RENEW, RENEW_DEFAULT, type Renew } from '../engine/renew';
import { ROLES } from '../engine/roles';
import { UNVERIFIED_STYLES, type UnverifiedStyle } from '../engine/verify/markUnverified';
import { PROVIDERS, type ProviderName } from '../providers/models';
import { withChangesOptions, type ChangesLine } from './changesArguments';
import { withCheckOptions, type CheckLine } from './checkArguments';
import { readPrices, readRole, type RoleChoice } from './chooseRoles';

/** `generate`, `plan` and `regenerate` as they were typed, checked for form; defaults that depend on more than one option are not filled in yet. */
export interface CommandLine {
  readonly command: 'generate' | 'plan' | 'regenerate';
  /** Of `regenerate`: nothing is sent and nothing is written. With the others that is `plan`. */
  readonly dryRun?: boolean;
  readonly paths: readonly string[];
  readonly provider?: 'outline' | ProviderName;
  readonly model?: string;
  /** Models of kinds of work. */
  readonly roles: readonly RoleChoice[];
  /** The person's own prices, as their file has them. */
  readonly prices?: unknown;
  readonly root?: string;
  /** A commit, in git's words. */
  readonly changedSince?: string;
  readonly removeOrphans?: boolean;
  readonly force?: boolean;
  /** Absent: `specs`, or the root for files of a project. */
  readonly out?: string;
  readonly template: string;
  readonly language: string;
  readonly unverified: UnverifiedStyle;
  readonly renew: Renew;
  /** Seconds. */
  readonly timeout?: number;
  readonly requestTimeout?: number;
  readonly idleTimeout?: number;
  readonly concurrency: number;
  readonly batchSize: number;
  readonly batchStrategy: 'latency' | 'balanced' | 'cost';
  readonly budget?: number;
  readonly dailyBudget?: number;
  readonly maxTokens?: number;
  readonly cacheDir?: string;
  readonly cache: boolean;
  /** Files of a project say on top what they were generated from. */
  readonly mark?: boolean;
  /** What a model answered is written although compilers refuse it. */
  readonly writeFailing?: boolean;
  /** Compilers may be run. */
  readonly tools: boolean;
  readonly yes?: boolean;
  readonly confirmAbove?: number;
  readonly json?: boolean;
  readonly report?: string;
  readonly logFile?: string;
  readonly metricsFile?: string;
  readonly metricsPort?: number;
  readonly tracesEndpoint?: string;
  readonly sentFile?: string;
  /** A person's text that may be out of date counts as something that could not be done. */
  readonly strict?: boolean;
}

/** What ends a parse without a command: help, version, or wrong usage. Commander has printed what there is to say. */
export interface NoCommand {
  readonly exitCode: 0 | 2;
}

/** What is true of all commands. */
const MORE_HELP = `
specwright COMMAND --help tells the options of a command.

A model is asked where a key is set: ANTHROPIC_API_KEY, OPENAI_API_KEY or GEMINI_API_KEY. Without one you get facts, at no cost.
Exit codes: 0 done; 1 check found drift; 2 wrong usage, configuration or input; 3 partial; 4 the budget stopped it; 124 time-out; 130 cancelled.`;

/** @param args without the node binary and the script */
export function readArguments(args: readonly string[], version: string): CommandLine | CheckLine | ChangesLine | NoCommand {
  let read: CommandLine | CheckLine | ChangesLine | undefined;
  const program = new Command('specwright')
    .description('Keeps specifications and code in step.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(specwright --help tells the commands)')
    .addHelpText('after', MORE_HELP);
  type Options = Omit<CommandLine, 'command' | 'paths' | 'roles'> & { readonly role?: readonly RoleChoice[] };
  const take = (command: CommandLine['command']) => (paths: string[], options: Options) => {
    read = { ...options, roles: options.role ?? [], command: options.dryRun && command === 'generate' ? 'plan' : command, paths };
  };
  const paths = ['[paths...]', 'files and folders; default: the current folder'] as const;
  withOptions(program.command('generate').description('write or update specs').argument(...paths)).action(take('generate'));
  withOptions(program.command('plan').description('what a run would do and cost; no call is made').argument(...paths)).action(take('plan'));
  const regenerate = program.command('regenerate').description('write the files of a project spec, or bring a source into line with its edited spec').argument('<spec>', 'a project spec (YAML, JSON, Markdown); or the spec of a source whose text was edited, or that source');
  withOptions(regenerate).action((spec: string, options: Options) => take('regenerate')([spec], options));
  withSourceOptions(withCheckOptions(program.command('check').description('report where specs and code have drifted apart; nothing is changed').argument(...paths))).action((given: string[], options: Omit<CheckLine, 'command' | 'paths'>) => {
    read = { ...options, command: 'check', paths: given };
  });
  withChangesOptions(program.command('changes').description('which sections of the specs are new, changed or gone since a git revision').argument(...paths)).action((given: string[], options: Omit<ChangesLine, 'command' | 'paths'>) => {
    read = { ...options, command: 'changes', paths: given };
  });
  for (const command of program.commands) command.showHelpAfterError(`(specwright ${command.name()} --help tells its options)`);
  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    return { exitCode: code === 'commander.helpDisplayed' || code === 'commander.version' ? 0 : 2 };
  }
  return read ?? { exitCode: 2 };
}

function withOptions(command: Command): Command {
  return withSourceOptions(command
    .addOption(new Option('--provider <name>', `who writes the prose; default: the first of ${PROVIDERS.join(', ')} whose key is set, else outline (facts only)`).choices(['outline', ...PROVIDERS]))
    .option('--model <id>', "model; default: the provider's")
    .option('--role <role=provider/model>', `a model of its own for a kind of work (${ROLES.join(', ')}); may be repeated`, (text: string, before: readonly RoleChoice[] = []) => [...before, orInvalid(() => readRole(text))])
    .option('--prices <file>', 'your own prices, JSON: { "provider/model": { "input": 1, "output": 4 } } in US dollars per million tokens', (file: string) => orInvalid(() => readPrices(file)))
    .option('--changed-since <ref>', 'only what git says changed since this commit, and what depends on a signature that changed')
    .option('--remove-orphans', 'remove specs whose sources are gone, but for those with text that a person wrote')
    .option('--force', 'with --remove-orphans: remove those as well')
    .addOption(new Option('--unverified <style>', 'what becomes of names in prose that the code does not have').choices([...UNVERIFIED_STYLES]).default('mark'))
    .option('--request-timeout <s>', 'time limit of a request, in seconds', positive)
    .option('--idle-timeout <s>', 'longest silence of an answer, in seconds', positive)
    .option('--concurrency <n>', 'most requests at once, 1 to 64', wholeFrom(1, MAX_CONCURRENCY), DEFAULT_CONCURRENCY)
    .option('--batch-size <n>', 'most items in a request, 1 to 100', wholeFrom(1, 100), 20)
    .addOption(new Option('--batch-strategy <strategy>', 'how items are grouped').choices(['latency', 'balanced', 'cost']).default('balanced'))
    .option('--budget <usd>', 'ceiling in US dollars', positive)
    .option('--daily-budget <usd>', 'ceiling in US dollars for all runs of a day on this machine', positive)
    .option('--max-tokens <n>', 'ceiling in tokens, input and output together', wholeFrom(1, Number.MAX_SAFE_INTEGER))
    .option('--dry-run', 'the same as plan; with regenerate: what it would take')
    .option('--resume', 'accepted for habit: every run resumes')
    .option('-y, --yes', 'answer the confirmation above the estimate, and that before code is written')
    .option('--confirm-above <tokens>', 'ask above this many tokens; default 10000, and $0.05', wholeFrom(0, Number.MAX_SAFE_INTEGER))
    .addOption(new Option('--renew <texts>', 'which texts are asked for again: where the code changed; also where the template or language did; also what another model wrote').choices(RENEW).default(RENEW_DEFAULT))
    .option('--mark', 'with regenerate: files of a project say on top what they were generated from')
    .option('--write-failing', 'with regenerate: write what a model answered although the compilers still refuse it, and list it')
    .option('--no-tools', 'with regenerate: have no compiler look at the files of a project')
    .option('--strict', 'exit with 3 where the text of a person may be out of date')
    .option('--report <file>', 'write what the run did, cost and saved: figures of each file and request, decisions, recommendations. A page that opens in a browser where the file is .html, else JSON')
    .option('--sent-file <file>', 'write what was sent, as Markdown: it holds source text'));
}

/** What every command over sources takes. */
function withSourceOptions(command: Command): Command {
  return command
    .option('--root <dir>', 'workspace root; default: the current folder')
    .option('--out <dir>', command.name() === 'check' ? 'folder of the specs, inside the root; default: specs' : 'output folder, inside the root; default: specs, and for the files of a project the root')
    .option('--template <name>', 'spec template', 'reference')
    .option('--language <language>', 'output language: a code (en, ja) or a name', 'en')
    .option('--timeout <s>', 'time limit of the run, in seconds', positive)
    .option('--cache-dir <dir>', 'folder of the caches')
    .option('--no-cache', 'neither read nor write a cache')
    .option('--json', 'one JSON object on standard output at the end')
    .option('--metrics-file <file>', 'write the figures of the run as text for Prometheus')
    .option('--metrics-port <n>', 'serve them at http://127.0.0.1:<n>/metrics while the run goes on; 0: any port that is free', wholeFrom(0, 65_535))
    .option('--traces-endpoint <url>', 'send the run as an OpenTelemetry trace to a collector (OTLP over HTTP); default: OTEL_EXPORTER_OTLP_ENDPOINT, where it is set')
    .option('--log-file <file>', "append the run's events as JSON lines");
}

/** Commander prints what is wrong beside the option's name. */
function orInvalid<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number greater than zero.');
  return value;
}

function wholeFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(`It must be a whole number${most === Number.MAX_SAFE_INTEGER ? ` of at least ${least}` : ` from ${least} to ${most}`}.`);
    }
    return value;
  };
}
