import { inputsOf } from '../../../src/engine/chunk/inputs';
import { hasProse } from '../../../src/engine/chunk/sectionItems';
import { planSections } from '../../../src/engine/chunk/sections';
import { languageOf } from '../../../src/engine/outline/languages';
import type { Row } from '../rows';
import { git, type UpdateBench } from './setting';

const COMMITS = 30;
const FOLDERS = ['src', 'test'];

/** What the code of a section was like at a commit, with no regard to what it depends on. */
interface Code {
  readonly sig: string;
  readonly body: string;
  readonly doc: string;
}

/** The last commits of this project's own history, replayed: the specs are updated after each, and what was asked for is compared with what the commit changed. */
export async function histories(bench: UpdateBench): Promise<Row[]> {
  const place = bench.folder();
  git(place, 'clone', '-q', bench.root, '.');
  const workspace = bench.workspace(place);
  const commits = git(place, 'rev-list', '--first-parent', '--reverse', `-${COMMITS + 1}`, 'HEAD').split('\n').filter(Boolean);
  const paths = FOLDERS;
  git(place, 'checkout', '-q', commits[0]!);
  const first = await workspace.generate({ paths });
  let before = await codeAt(bench, place);
  const sum = { asked: 0, fromCache: 0, changed: 0, added: 0, documented: 0, dependents: 0, overviews: 0, unexplained: 0, missed: 0, requests: 0, touched: 0, sections: 0 };
  for (const commit of commits.slice(1)) {
    git(place, 'checkout', '-q', commit);
    const after = await codeAt(bench, place);
    const stale = new Map<string, readonly string[]>((await workspace.check({ paths })).files.flatMap(({ source, sections }) => sections.filter(({ state }) => state !== 'fresh').map((one) => [`${source}#${one.id}`, one.changed] as const)));
    const { answered, requests, files } = await workspace.generate({ paths });
    const moved = new Map(files.flatMap(({ source, from }) => (from === undefined ? [] : [[source, from] as const])));
    const asked = new Set([...answered.model, ...answered.cache]);
    sum.fromCache += answered.cache.size;
    sum.requests += requests.length;
    sum.asked += asked.size;
    sum.touched += new Set(git(place, 'diff', '--name-only', `${commit}~1`, commit, '--', ...paths).split('\n').filter((file) => languageOf(file))).size;
    sum.sections = after.size;
    for (const [name, code] of after) {
      // A private member's own name begins with the sign that stands between the two.
      const [, source = '', id = ''] = /^([^#]*)#([^]*)$/.exec(name)!;
      const old = before.get(`${moved.get(source) ?? source}#${id}`);
      const isChanged = old !== undefined && (old.sig !== code.sig || old.body !== code.body);
      const isDocumented = old !== undefined && !isChanged && old.doc !== code.doc;
      const isAsked = asked.delete(name);
      if (isChanged || isDocumented || !old) {
        if (!isAsked) {
          sum.missed++;
          process.stderr.write(`  ${commit.slice(0, 8)} ${name}: not asked for\n`);
        } else if (id === 'overview') sum.overviews++;
        else if (!old) sum.added++;
        else if (isDocumented) sum.documented++;
        else sum.changed++;
      } else if (isAsked && stale.get(name)?.join() === 'deps') sum.dependents++;
      else if (isAsked) {
        sum.unexplained++;
        process.stderr.write(`  ${commit.slice(0, 8)} ${name}: ${stale.get(name)?.join() ?? 'not stale'}\n`);
      }
    }
    for (const name of asked) process.stderr.write(`  ${commit.slice(0, 8)} ${name}: not in the outlines\n`);
    sum.unexplained += asked.size;
    before = after;
  }
  return [{
    case: `${commits.length - 1} commits of this project's history, updated after each (${sum.sections.toLocaleString('en-US')} sections at the end; ${first.items.length.toLocaleString('en-US')} asked for at the beginning)`,
    is: `${sum.asked} sections asked for in ${sum.requests} requests (${sum.fromCache} from the cache: code that is as it once was), ${sum.touched} times a file touched: ${sum.changed} of changed code, ${sum.added} of new code, ${sum.documented} whose doc comment changed, ${sum.dependents} that depend on a changed signature, ${sum.overviews} overviews of files whose make-up changed; ${sum.unexplained} others; ${sum.missed} changed and not asked for`,
    must: 'what changed, what depends on a changed signature, nothing else',
    holds: sum.unexplained === 0 && sum.missed === 0,
  }];
}

/** Of every section that a model writes. */
async function codeAt(bench: UpdateBench, place: string): Promise<Map<string, Code>> {
  const workspace = bench.workspace(place);
  const found = new Map<string, Code>();
  for (const file of git(place, 'ls-files', '-z', ...FOLDERS).split('\0').filter((one) => one !== '' && languageOf(one))) {
    const text = workspace.read(file);
    const outline = await bench.outliner.outline(file, text);
    const sections = planSections(outline);
    for (const section of sections) if (hasProse(section, { outline, sections, text })) found.set(`${file}#${section.id}`, inputsOf(section, outline, []));
  }
  return found;
}
