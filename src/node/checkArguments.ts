import { InvalidArgumentError, Option, type Command } from 'commander';
import { FAIL_ON_DEFAULT, FINDING_KINDS, type FindingKind } from '../engine/drift/findings';
import type { SourceOptions } from './commands/openCommand';

/** `specwright check` as it was typed. */
export interface CheckLine extends SourceOptions {
  readonly command: 'check';
  readonly template: string;
  readonly language: string;
  readonly failOn: readonly FindingKind[];
  /** Path of the baseline file. */
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  /** Where the SARIF log goes. */
  readonly sarif?: string;
  readonly json?: boolean;
}

/** What is of `check` alone; the options that it shares with other commands are added beside. */
export function withCheckOptions(command: Command): Command {
  return command
    .addOption(new Option('--fail-on <kinds>', `what makes the check fail, a comma list of ${FINDING_KINDS.join(', ')}`).argParser(readKinds).default(FAIL_ON_DEFAULT, FAIL_ON_DEFAULT.join(',')))
    .option('--baseline <file>', 'findings that are known: they do not fail')
    .option('--update-baseline', 'write what is found now into the baseline')
    .option('--report <file>', 'write the JSON object of --json to a file as well', readReport)
    .option('--sarif <file>', 'write the findings as SARIF 2.1.0');
}

function readKinds(text: string): readonly FindingKind[] {
  const words = text.split(',').map((word) => word.trim()).filter((word) => word !== '');
  const unknown = words.find((word) => !FINDING_KINDS.some((kind) => kind === word));
  if (unknown !== undefined || words.length === 0) throw new InvalidArgumentError(`${unknown === undefined ? 'Name at least one' : `There is no "${unknown}". Choose`} of ${FINDING_KINDS.join(', ')}.`);
  return FINDING_KINDS.filter((kind) => words.includes(kind));
}

/** The page that `generate --report` makes is about requests, of which a check has none. */
function readReport(file: string): string {
  if (/\.html?$/i.test(file)) throw new InvalidArgumentError('A check writes its findings as JSON, not as a page: name a file that ends in .json, or take --sarif for a code host.');
  return file;
}
