import { formatOf } from './formatOf';
import { jsonTree } from './jsonTree';
import { markdownTree } from './markdownTree';
import type { Problems } from './problems';
import { kindText, tokenOf, type MapTree } from './tree';
import { yamlTree } from './yamlTree';

/** Longer than anybody writes. */
const MAX_BYTES = 5_000_000;

/** What a spec says, whichever way it is written. Nothing, and a problem, where it is no map of keys. */
export function readTree(path: string, text: string, problems: Problems): MapTree | undefined {
  const beginning = { start: 0, end: 0 };
  if (text.length > MAX_BYTES || Buffer.byteLength(text) > MAX_BYTES) {
    problems.error('too-large', beginning, `This spec has more than ${MAX_BYTES / 1_000_000} MB. Split the project into several, each with a spec of its own.`);
    return undefined;
  }
  const format = formatOf(path);
  if (!format) {
    problems.error('unknown-format', beginning, 'A project spec is YAML, JSON or Markdown: name the file .spec.yaml, .spec.json or .spec.md.');
    return undefined;
  }
  if (text.trim() === '') {
    problems.error('no-map', beginning, 'This spec is empty. Begin with "name: …" and "language: go" (or typescript, python); docs/project-spec.md has a whole example.');
    return undefined;
  }
  const zero = text.indexOf('\0');
  if (zero >= 0) {
    problems.error('binary', { start: zero, end: zero + 1 }, 'This is no text: there is a zero byte in it. Save the file as UTF-8.');
    return undefined;
  }
  if (format === 'markdown') return markdownTree(text, problems);
  const tree = format === 'json' ? jsonTree(text, problems) : yamlTree(text, 0, problems);
  if (!tree || tree.kind === 'map') return tree;
  if (problems.isUnreadable) return undefined;
  problems.error('no-map', tokenOf(tree), `A project spec is a map of keys ("name", "language", "entities", …), but this is ${kindText(tree)}.`);
  return undefined;
}
