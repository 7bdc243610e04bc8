import { describe, expect, test } from 'vitest';
import { changeText, isAboutCode, isBreaking, staleText, updateTitle } from '../../../src/editor/drift/driftWords';
import { firstLines } from '../../../src/editor/drift/firstLines';
import { sectionAround, symbolAround } from '../../../src/editor/drift/placeInText';
import { removalQuestion } from '../../../src/editor/drift/removalQuestion';
import { badgeText, treeModel, type TreeInput } from '../../../src/editor/drift/treeModel';
import type { FileDrift, SectionDrift } from '../../../src/engine/drift/fileDrift';
import { sectionPlaces } from '../../../src/engine/write/sectionPlaces';

const section = (id: string, changed: SectionDrift['changed'], some: Partial<SectionDrift> = {}): SectionDrift => ({ id, state: changed.length > 0 ? 'stale' : 'fresh', changed, to: '', isPersons: false, line: 1, ...some });
const drift = (source: string, spec: FileDrift['spec'], sections: readonly SectionDrift[] = []): FileDrift => ({ source, specPath: `specs/${source}.spec.md`, spec, sections, differences: [] });

describe('the words for what changed', () => {
  test('name what matters most to those who use the symbol', () => {
    expect(changeText(section('take', ['body', 'sig']))).toBe('signature changed');
    expect(changeText(section('take', ['deps']))).toBe('what it uses changed');
    expect(changeText(section('take', ['language', 'doc']))).toBe('comment changed');
  });

  test('say of a section about the whole file what the file has, and that this breaks nobody', () => {
    const overview = section('overview', ['sig']);
    expect([changeText(overview), isBreaking(overview), isBreaking(section('take', ['sig']))]).toEqual(['what the file holds changed', false, true]);
  });

  test('tell a change of the code from a change of the template', () => {
    expect([isAboutCode(section('take', ['template'])), isAboutCode(section('take', ['template', 'body']))]).toEqual([false, true]);
  });

  test('count what is out of date in a file, and say nothing where nothing is', () => {
    expect(staleText(drift('a.ts', 'facts', [section('a', ['sig']), section('b', ['body']), section('c', [])]))).toBe('2 sections out of date');
    expect(staleText(drift('a.ts', 'facts'))).toBe('facts out of date');
    expect(staleText({ ...drift('a.ts', 'blocked'), problem: 'It has conflicts.' })).toBe('It has conflicts.');
    expect([staleText(drift('a.ts', 'current', [section('c', [])])), staleText(drift('a.ts', 'missing'))]).toEqual([undefined, undefined]);
  });
});

describe('the price of an update', () => {
  test('is what is expected between the least and the most', () => {
    expect(updateTitle({ costUsd: [0.0015, 0.006], isAnswered: false })).toBe('Update Section (~$0.003)');
  });

  test('is never $0 where nobody knows it, and is none where it was paid for', () => {
    expect(updateTitle({ isAnswered: false })).toBe('Update Section (price unknown)');
    expect(updateTitle({ costUsd: [0, 0], isAnswered: true })).toBe('Update Section (no cost)');
    expect(updateTitle(undefined)).toBe('Update Section');
  });
});

const SPEC = `---
specwright: 1
---
<!-- specwright:section id="overview" sig="a" body="" deps="" facts="b" -->

# queue.ts
<!-- specwright:prose hash="c" by="x/y" -->
About all.
<!-- /specwright:section -->

Mine.

<!-- specwright:section id="Queue.add~&lt;T&gt;" sig="a" body="" deps="" facts="b" -->
| a |
<!-- specwright:prose -->
<!-- /specwright:section -->
`;

describe('places in a spec and in a source', () => {
  test('a section is found by a line in it, with its heading and its text', () => {
    expect(sectionPlaces(SPEC)).toEqual([
      { id: 'overview', line: 4, endLine: 9, headingLine: 6, prose: 'About all.' },
      { id: 'Queue.add~<T>', line: 13, endLine: 16, headingLine: 13, prose: '' },
    ]);
    expect([3, 4, 9, 11, 14].map((line) => sectionAround(SPEC, line))).toEqual([undefined, 'overview', 'overview', undefined, 'Queue.add~<T>']);
    expect(sectionPlaces(SPEC.replace(/\n/g, '\r\n'))).toEqual(sectionPlaces(SPEC));
  });

  test('of the symbols around a line the innermost counts', () => {
    const symbols = [{ id: 'Queue', name: 'Queue', line: 2, endLine: 20 }, { id: 'Queue.add', name: 'add', line: 5, endLine: 8 }, { id: 'Queue.next', name: 'next', line: 10, endLine: 10 }];
    expect([1, 2, 6, 9, 10, 21].map((line) => symbolAround(symbols, line)?.id)).toEqual([undefined, 'Queue', 'Queue.add', 'Queue', 'Queue.next', undefined]);
  });
});

describe('the beginning of a text', () => {
  test('is whole where it is short, and ends between two blocks where it is long', () => {
    expect(firstLines('One.\n\nTwo.\n')).toBe('One.\n\nTwo.');
    expect(firstLines(`One.\n\n${'Two. '.repeat(100)}\n\nThree.`)).toBe('One.\n\n…');
  });

  test('never ends inside a fence', () => {
    const fence = `\`\`\`ts\n${'a();\n'.repeat(40)}\n${'b();\n'.repeat(60)}\n\`\`\``;
    expect(firstLines(`${fence}\n\nAfter.`)).toBe(`${fence}\n\n…`);
  });
});

describe('before specs are removed', () => {
  const titles = (ours: readonly string[], persons: readonly string[]) => removalQuestion(ours, persons)?.choices.map(({ title }) => title);

  test('each is named, and what a person wrote is a choice of its own', () => {
    expect(removalQuestion(['a', 'b'], [])).toEqual({ message: 'Remove 2 specs, since their sources are gone?', detail: 'a\nb', choices: [{ title: 'Remove', withPersons: true }] });
    expect(removalQuestion(['a', 'b'], ['c'])!.detail).toBe('a\nb\n\n1 holds text that a person wrote, which is lost with it:\nc');
    expect(titles(['a', 'b'], ['c'])).toEqual(['Remove 2, Keep What People Wrote', 'Remove All 3']);
    expect([titles([], ['c']), removalQuestion([], ['c'])!.detail]).toEqual([['Remove'], 'It holds text that a person wrote, which is lost with it:\nc']);
  });

  test('nothing is asked where there is none, and not all of many are named', () => {
    expect(removalQuestion([], [])).toBeUndefined();
    expect(removalQuestion(Array.from({ length: 12 }, (_, i) => `s${i}`), [])!.detail).toMatch(/s9\n… and 2 more$/);
  });
});

describe('the view of all specs', () => {
  const folder = (drifts: readonly FileDrift[], some: Partial<TreeInput> = {}): TreeInput => ({ name: 'app', isComplete: true, drifts, orphaned: [], moved: new Map(), ...some });

  test('has a group for each state, with the sections of each file', () => {
    const model = treeModel([folder([drift('src/b.ts', 'facts', [section('take', ['sig'], { isPersons: true }), section('size', [])]), drift('a.ts', 'facts'), drift('new.ts', 'missing'), drift('ok.ts', 'current')], { orphaned: [{ path: 'specs/gone.ts.spec.md', source: 'gone.ts' }] })]);
    expect(model.groups.map(({ name, files }) => [name, files.map(({ label, description }) => `${label} ${description}`)])).toEqual([
      ['stale', ['a.ts facts out of date', 'b.ts src']],
      ['missing', ['new.ts ']],
      ['orphaned', ['gone.ts its source is gone']],
      ['current', ['ok.ts ']],
    ]);
    expect(model.groups[0]!.files[1]!.sections).toEqual([{ id: 'take', description: 'signature changed', isBreaking: true, isPersons: true }]);
    expect([model.state, model.specs, badgeText(model)]).toEqual(['stale', 4, '3 specs out of date']);
  });

  test('shows a source that moved once, with the spec where it still is', () => {
    const { groups, open } = treeModel([folder([drift('src/new.ts', 'missing'), drift('src/other.ts', 'missing')], { moved: new Map([['src/new.ts', { source: 'old.ts', path: 'specs/old.ts.spec.md' }]]) })]);
    expect(groups.map(({ name, files }) => [name, files.map(({ label, description, specPath }) => `${label} ${description} ${specPath}`)])).toEqual([
      ['moved', ['new.ts src · was old.ts specs/old.ts.spec.md']],
      ['missing', ['other.ts src specs/src/other.ts.spec.md']],
    ]);
    expect(open).toBe(1);
  });

  test('tells nothing to do, nothing there, and nothing known yet apart', () => {
    const state = (...folders: readonly TreeInput[]) => treeModel(folders).state;
    expect([state(), state(folder([drift('a.ts', 'missing')])), state(folder([drift('a.ts', 'current')])), state(folder([], { isComplete: false })), state(folder([drift('a.ts', 'current')], { isComplete: false }))]).toEqual(['none', 'none', 'current', 'reading', 'reading']);
  });

  test('of sources without a spec alone makes no work: that may be what people want', () => {
    const model = treeModel([folder([drift('a.ts', 'current'), drift('b.ts', 'missing')])]);
    expect([model.state, model.open, model.groups.map(({ name }) => name)]).toEqual(['current', 0, ['missing', 'current']]);
  });

  test('names the folder where there are several', () => {
    const one = folder([drift('src/a.ts', 'facts')]);
    expect(treeModel([one, { ...one, name: 'lib' }]).groups[0]!.files.map(({ folder: i, description }) => `${i} ${description}`)).toEqual(['0 app/src · facts out of date', '1 lib/src · facts out of date']);
  });
});
