import type { Command } from 'commander';

/** `specwright changes` as it was typed. */
export interface ChangesLine {
  readonly command: 'changes';
  readonly paths: readonly string[];
  /** A commit, a tag or a branch. */
  readonly since: string;
  readonly root?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

export function withChangesOptions(command: Command): Command {
  return command
    .requiredOption('--since <ref>', 'the commit, tag or branch to compare with')
    .option('--root <dir>', 'workspace root; default: the current folder')
    .option('--out <dir>', 'folder of the specs, inside the root', 'specs')
    .option('--json', 'one JSON object on standard output')
    .option('--markdown', 'Markdown, for release notes or a pull request');
}
