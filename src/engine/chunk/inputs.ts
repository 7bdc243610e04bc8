import { hashOf } from '../hash';
import type { Outline } from '../outline/outline';
import type { Inputs, Section } from '../write/specDocument';
import type { Dependency } from './dependencies';
import { innerOfLooseCode, type SectionPlan } from './sections';

const NOTHING: Inputs = { sig: '', body: '', deps: '', doc: '' };

/**
 * What a section's content follows from, the one definition of fresh that `generate`, `check` and the lenses share. No path, no position and
 * no order of declarations is in it.
 */
export function inputsOf(section: SectionPlan, outline: Outline, dependencies: readonly Dependency[]): Inputs {
  switch (section.kind) {
    case 'declarations':
      return NOTHING;
    case 'aspect':
      return section.prose ? inputsOf({ kind: 'overview', id: '' }, outline, dependencies) : NOTHING;
    case 'overview':
      // The file's make-up, not its signatures: an edit inside a function must not ask for the overview again.
      return {
        sig: hashOf(sorted([...outline.symbols.filter((s) => s.parent === undefined && !s.inner).map((s) => `${s.kind} ${s.id} ${s.exported}`), ...outline.exports.map((e) => `export ${e.name} ${originOf(e.from)}`)])),
        body: outline.looseBody === '' ? '' : hashOf([outline.looseBody, sorted(innerOfLooseCode(outline).map((s) => `${s.id} ${s.sig} ${s.body}`))]),
        deps: '',
        doc: outline.doc ? hashOf(outline.doc.replace(/\s+/g, ' ').trim()) : '',
      };
    case 'symbol': {
      const { symbol, members } = section;
      // Members that stand in this section belong to it: their signatures to its own, their bodies to its body.
      // The order of fields and enum members means something, that of methods does not. Members with sections of their own are no part of this one's signature.
      const fields = symbol.kind === 'interface' ? [] : members.filter(({ kind }) => kind === 'property' || kind === 'enumMember');
      const ordered = [...fields, ...members.filter((member) => !fields.includes(member)).sort((a, b) => (a.id < b.id ? -1 : 1))];
      const bodies = ordered.filter(({ body }) => body !== '').map(({ id, body }) => [id, body]);
      const docs = [symbol, ...ordered].map(({ docHash }) => docHash);
      return {
        sig: members.length === 0 && symbol.headSig === undefined ? symbol.sig : hashOf([symbol.headSig ?? symbol.sig, ordered.map(({ id, sig }) => [id, sig])]),
        body: bodies.length === 0 ? symbol.body : hashOf([symbol.body, bodies]),
        deps: dependencies.length === 0 ? '' : hashOf(dependencies.map(({ name, symbol: dependency }) => [name, dependency.sig])),
        doc: docs.every((hash) => hash === '') ? '' : hashOf(docs),
      };
    }
  }
}

/** Where a re-exported name comes from, unless that is a file of the same project: a file that was only moved must not count. */
function originOf(from: string | undefined): string {
  if (from === undefined) return '';
  return /^(?:\.|(?:crate|self|super)::)/.test(from) ? '.' : from;
}

export type ChangedInput = keyof Inputs | 'template' | 'language';

/** `fresh`: nothing to do. `missing`: nothing was written yet. `stale`: written for something else than what is there now. */
export type Freshness = { readonly state: 'fresh' | 'missing' } | { readonly state: 'stale'; readonly changed: readonly ChangedInput[] };

/**
 * Compares what is stored beside a section with what is there now. A change of template or language is remembered on the prose itself
 * (`stale`), since the front matter already says what is wanted now.
 */
export function freshnessOf(stored: Section | undefined, now: Inputs, changedForAll: readonly ChangedInput[]): Freshness {
  if (!stored?.prose || stored.prose.text.trim() === '') return { state: 'missing' };
  const changed = changedInputs(stored, now, changedForAll);
  return changed.length === 0 ? { state: 'fresh' } : { state: 'stale', changed };
}

/** What differs between a section and what is there now, whether or not it has a text. */
export function changedInputs(stored: Pick<Section, 'inputs' | 'prose'>, now: Inputs, changedForAll: readonly ChangedInput[]): ChangedInput[] {
  const remembered = (stored.prose?.stale ?? '').split(' ').filter((word): word is ChangedInput => word === 'template' || word === 'language');
  const differing = (['sig', 'body', 'deps', 'doc'] as const).filter((key) => stored.inputs[key] !== now[key]);
  return [...new Set<ChangedInput>([...differing, ...changedForAll, ...remembered])];
}

function sorted(lines: readonly string[]): string[] {
  return [...lines].sort();
}
