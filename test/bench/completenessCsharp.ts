import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Listed, ToolList } from './completeness';

const COUNTED: ReadonlySet<string> = new Set(['class', 'struct', 'interface', 'enum', 'method', 'constructor', 'property', 'type']);

/**
 * What Universal Ctags sees below `CSHARP_SOURCES`: a second parser, since no C# compiler may be at hand. It knows C# up to version 3 or so, and
 * takes words of later versions for names; what it sees is compared, what it does not see is shown as extra.
 */
export function listCsharpWithCtags(): { version: string; folder: string; files: Map<string, ToolList> } | { missing: string } {
  const folder = process.env.CSHARP_SOURCES;
  if (!folder || !existsSync(folder)) return { missing: 'CSHARP_SOURCES names no folder of C# sources' };
  let output: string;
  let version: string;
  try {
    version = /Ctags (\d[\w.]*)/.exec(execFileSync('ctags', ['--version'], { encoding: 'utf8' }))?.[1] ?? '';
    output = execFileSync('ctags', ['-R', '--languages=C#', '--kinds-C#=cgims', '--output-format=json', '--fields=+nkSP', '-f', '-', folder], { encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return { missing: 'Universal Ctags is not installed' };
  }
  const files = new Map<string, ToolList>();
  for (const line of output.trimEnd().split('\n')) {
    const tag = JSON.parse(line) as { path: string; name: string; line: number; kind: string; pattern?: string };
    const known = files.get(tag.path) ?? { required: [], counted: COUNTED };
    const conversion = /\b(?:implicit|explicit)(?= operator\b)/.exec(tag.pattern ?? '');
    files.set(tag.path, { ...known, required: [...known.required, { kind: tag.kind, name: conversion ? `${conversion[0]} ${tag.name}` : tag.name, line: tag.line, offset: -1 } satisfies Listed] });
  }
  return { version, folder, files };
}
