import * as vscode from 'vscode';
import type { Revision } from '../../engine/drift/revisionOfSection';

/** What is used of the API of VS Code's own Git extension (its `git.d.ts`, version 1). */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): { getRepository(uri: vscode.Uri): Repository | null; toGitUri(uri: vscode.Uri, ref: string): vscode.Uri };
}
interface Repository {
  log(options: { readonly path: string; readonly maxEntries: number }): Promise<readonly { readonly hash: string }[]>;
  show(ref: string, path: string): Promise<string>;
}

/** So many commits of one file go back far enough: who has not looked at a spec for longer needs to read the code, not what changed. */
const MOST_REVISIONS = 100;

/** The texts of a file in Git, the newest first. None where there is no Git, or the file is not in it. */
export async function* gitRevisions(file: vscode.Uri): AsyncGenerator<Revision> {
  const repository = (await git())?.getRepository(file);
  if (!repository) return;
  const commits = await repository.log({ path: file.fsPath, maxEntries: MOST_REVISIONS }).catch(() => []);
  for (const { hash } of commits) {
    // A commit that took the file away, or renamed it.
    const text = await repository.show(hash, file.fsPath).catch(() => undefined);
    if (text !== undefined) yield { name: hash, text };
  }
}

async function git(): Promise<ReturnType<GitExtension['getAPI']> | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return undefined;
  const exported = await extension.activate();
  return exported.enabled ? exported.getAPI(1) : undefined;
}
