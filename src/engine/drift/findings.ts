import { isAboutSymbol } from '../chunk/sections';
import type { ChangedInput } from '../chunk/inputs';
import { WORKSPACE_SOURCE } from '../chunk/workspacePage';
import type { Orphan } from '../run';
import type { FileDrift, SectionDifference, SectionDrift } from './fileDrift';

/**
 * What can be found. `signature`: what others rely on changed, or is gone. `body`: what it does, or what it depends on, changed. `facts`: what is read from the tree is not what
 * stands in the spec, or a text was written for another doc comment, template or language. `missing`: a source has no spec. `unwritten`: a section has no text that a model
 * would be asked for. `blocked`: a file that is not ours stands in the spec's place. `person`: a person's text whose inputs changed; it stays, but should be looked at. `orphaned`: the
 * source of a spec is gone.
 */
export const FINDING_KINDS = ['signature', 'body', 'facts', 'missing', 'blocked', 'unwritten', 'person', 'orphaned'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** With these a check passes exactly where `generate` without a model would change nothing and no text is stale that may be written anew. */
export const FAIL_ON_DEFAULT: readonly FindingKind[] = ['signature', 'body', 'facts', 'missing', 'blocked'];

export type Severity = 'error' | 'warning' | 'note';

export const SEVERITIES: Readonly<Record<FindingKind, Severity>> = { signature: 'error', body: 'warning', facts: 'warning', missing: 'warning', blocked: 'error', unwritten: 'note', person: 'note', orphaned: 'warning' };

/** One thing that drifted. */
export interface Finding {
  readonly kind: FindingKind;
  /** Path of the source; `.` is the page of the whole workspace. */
  readonly source: string;
  readonly specPath: string;
  /** Id of the section; absent of what is about the spec as a whole. */
  readonly section?: string;
  /** 1-based line in the source as it is now; absent of what lies in none. */
  readonly line?: number;
  /** 1-based line of the section in the spec. */
  readonly specLine?: number;
  /** Without place and name: `signature changed`. */
  readonly message: string;
  /** Hash of what it drifted to: a further change is another finding. Empty where nothing further can change. */
  readonly to: string;
  /** Facts alone do not mend it: a text has to be written. */
  readonly needsText?: boolean;
}

/** In the order of the sections; of a spec that is missing or blocked there is no more to say. */
export function findingsOf(file: FileDrift): Finding[] {
  const { source, specPath, spec, problem } = file;
  const whole = (kind: FindingKind, message: string): Finding[] => [{ kind, source, specPath, message, to: '' }];
  if (spec === 'missing') return whole('missing', file.from ? `moved from ${file.from.source}, and its spec is still at ${file.from.path}` : 'no spec yet');
  if (spec === 'blocked') return whole('blocked', problem ?? 'the place of the spec is taken');
  const differences = new Map(file.differences.map((difference) => [difference.id, difference]));
  const found = [
    ...file.sections.flatMap((section) => {
      const difference = differences.get(section.id);
      differences.delete(section.id);
      return sectionFindings(section, difference, file);
    }),
    ...[...differences.values()].map((difference) => drifted(difference, file)),
  ];
  // Only the front matter, or what stands between the sections.
  return spec === 'facts' && file.differences.length === 0 ? [...whole('facts', 'front matter or layout is not current'), ...found] : found;
}

/** A spec whose source is gone, and moved nowhere. */
export function orphanFinding({ source, path }: Pick<Orphan, 'source' | 'path'>): Finding {
  return { kind: 'orphaned', source, specPath: path, message: 'its source is gone', to: '' };
}

function sectionFindings(section: SectionDrift, difference: SectionDifference | undefined, file: FileDrift): Finding[] {
  const isStale = section.state === 'stale';
  const found: Finding[] = [];
  if (difference) found.push({ ...drifted(difference, file), ...(isStale && !section.isPersons ? { needsText: true } : {}) });
  else if (isStale && !section.isPersons) found.push({ ...finding(kindOf(section, file), `${changeText(section, file)} since the text was written`, section, file), needsText: true });
  if (isStale && section.isPersons) found.push(finding('person', `a person's text may be out of date: ${changeText(section, file)}`, section, file));
  if (section.state === 'missing') found.push({ ...finding('unwritten', 'no text yet', { ...section, to: '' }, file), needsText: true });
  return found;
}

/** `generate` would change it. */
function drifted(difference: SectionDifference, file: FileDrift): Finding {
  const isSymbol = isSymbolOf(file, difference.id);
  switch (difference.how) {
    case 'new':
      return finding('facts', 'not in the spec yet', difference, file);
    case 'gone':
      return finding(isSymbol ? 'signature' : 'facts', isSymbol ? 'no longer in the source' : 'no longer part of the spec', difference, file);
    case 'changed':
      return finding(kindOf(difference, file), changeText(difference, file), difference, file);
  }
}

function finding(kind: FindingKind, message: string, { id, line, specLine, to }: Pick<SectionDifference, 'id' | 'line' | 'specLine' | 'to'>, { source, specPath }: FileDrift): Finding {
  const isInSource = line !== undefined && source !== WORKSPACE_SOURCE;
  return { kind, source, specPath, section: id, ...(isInSource ? { line } : {}), ...(specLine === undefined ? {} : { specLine }), message, to };
}

/** The signature of an overview is the make-up of its file: nobody who calls something in it breaks when that changes. */
function kindOf({ id, changed }: Pick<SectionDrift, 'id' | 'changed'>, file: FileDrift): 'signature' | 'body' | 'facts' {
  if (changed.includes('sig')) return isSymbolOf(file, id) ? 'signature' : 'body';
  return changed.includes('body') || changed.includes('deps') ? 'body' : 'facts';
}

function isSymbolOf({ source }: FileDrift, id: string): boolean {
  return source !== WORKSPACE_SOURCE && isAboutSymbol(id);
}

const WORDS: Readonly<Record<ChangedInput, string>> = { sig: 'signature', body: 'body', deps: 'signatures it depends on', doc: 'doc comment', template: 'template', language: 'language' };

function changeText({ id, changed }: Pick<SectionDrift, 'id' | 'changed'>, file: FileDrift): string {
  if (changed.length === 0) return 'facts are not current';
  const words = changed.map((input) => (isSymbolOf(file, id) ? WORDS[input] : input === 'sig' ? 'make-up' : input === 'body' ? 'top-level code' : WORDS[input]));
  return `${words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`} changed`;
}
