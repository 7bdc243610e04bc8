import type * as vscode from 'vscode';

/** The names that project specs go by; those of single source files end in .spec.md too. */
export const PROJECT_SPEC_FILES = '**/*.spec.{yaml,yml,json,md}';

/** By its name alone, so that typing in any other file costs nothing. A side of a comparison is not one that somebody writes. */
export function mayBeSpec({ uri }: Pick<vscode.TextDocument, 'uri'>): boolean {
  return uri.scheme !== 'git' && /\.spec\.(?:ya?ml|json|md)$/i.test(uri.path);
}
