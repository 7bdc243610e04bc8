import type { Import } from '../outline/outline';
import type { Run } from '../run';
import type { EditedWork } from './chunkEdited';
import type { CodeAnswers } from './codeAnswers';
import type { CodeJob } from './codeJob';
import { addImports, describeImports } from './imports/addImports';
import { missingImports } from './imports/missingImports';
import { parseSource } from './parsedSource';
import { applyTextEdits, type Proposal, type SourceChange, type TextEdit } from './proposal';
import { differenceElsewhere } from './sameElsewhere';
import type { VerifiedCode } from './verifyCode';

/** A job with the code that can take its symbol's place. */
export interface Written {
  readonly job: CodeJob;
  readonly code: VerifiedCode;
}

/** What can be proposed, and what came for it. */
export interface Proposed {
  /** Absent: the code follows the texts as it is. */
  readonly proposal?: Proposal;
  readonly written: readonly Written[];
}

/**
 * Puts the answers of a run together into one change of the source. Each was checked when it came, or when it was found in the cache; here they are checked together, with the
 * imports that they need. What cannot be put together is no change at all.
 */
export async function propose({ answers }: Pick<CodeAnswers, 'answers'>, work: EditedWork, run: Run): Promise<Proposed> {
  const { base, jobs, verify } = work;
  const written: Written[] = [];
  for (const job of jobs) {
    const answer = answers.get(job.id);
    const code = answer === undefined ? undefined : await verify(job, answer);
    if (code && 'refused' in code) run.fail(`${base.path}: the new code of ${job.plan.id} cannot be taken: ${code.refused}.`);
    else if (code) written.push({ job, code });
  }
  const needed = written.flatMap(({ code }) => code.needed);
  const imports = addImports(base, needed);
  const replaced = written.filter(({ job: { range }, code: { edit } }) => base.text.slice(range.start, range.end) !== edit.newText);
  const problem = 'refused' in imports ? imports.refused : await problemTogether(work, [...imports, ...replaced.map(({ code }) => code.edit)], needed, run);
  if ('refused' in imports || problem !== undefined) {
    run.fail(`${base.path}: the new code of ${written.map(({ job }) => job.plan.id).join(', ')} cannot be put together: ${problem}.`);
    return { written: [] };
  }
  const proposal = proposalOf(work, replaced, imports, needed);
  if (proposal === 'cut') {
    run.fail(`${base.path}: a secret lies across the edge of a symbol, so that it cannot be put back. Move it into a declaration of its own.`);
    return { written: [] };
  }
  return { written, ...(proposal.changes.length > 0 ? { proposal } : {}) };
}

async function problemTogether({ base }: EditedWork, edits: readonly TextEdit[], needed: readonly Import[], { ports, signal }: Run): Promise<string | undefined> {
  const after = await parseSource(base.path, applyTextEdits(base.text, edits), ports.outliner, signal);
  return differenceElsewhere(base, after, edits, missingImports(base.outline, needed));
}

/** In terms of the source as it is, secrets and all. `cut`: an edit's edge lies within a secret. */
function proposalOf({ base, edited, restoreTexts }: EditedWork, replaced: readonly Written[], imports: readonly TextEdit[], needed: readonly Import[]): Proposal | 'cut' {
  const restore = (masked: string) => edited.source.mask.restore(masked);
  const text = restore(base.text);
  const inSource = ({ start, end, newText }: TextEdit): TextEdit => {
    const from = restore(base.text.slice(0, start)).length;
    return { start: from, end: from + restore(base.text.slice(start, end)).length, newText: restore(restoreTexts(newText)) };
  };
  const eol = edited.source.eol === 'crlf' ? '\r\n' : '\n';
  const changes: SourceChange[] = [
    ...(imports.length > 0 ? [{ label: 'Imports', description: describeImports(missingImports(base.outline, needed)), edits: imports.map((edit) => inSource({ ...edit, newText: edit.newText.replace(/\n/g, eol) })) }] : []),
    ...[...replaced]
      .sort((one, other) => one.job.range.start - other.job.range.start)
      .map(({ job, code }) => ({ label: job.plan.id, description: describe(job), edits: [inSource(code.edit)] })),
  ];
  const isWhole = [...imports, ...replaced.map(({ code }) => code.edit)].every(({ start, end }) => restore(base.text.slice(0, start)) + restore(base.text.slice(start, end)) + restore(base.text.slice(end)) === text);
  return isWhole ? { path: base.path, base: text, changes, text: applyTextEdits(text, changes.flatMap(({ edits }) => edits)) } : 'cut';
}

function describe({ plan, edited }: CodeJob): string {
  const others = edited.filter((one) => one.plan !== plan).map((one) => one.plan.id);
  return others.length === 0 ? 'follows its edited text' : `follows the edited texts of ${edited.map((one) => one.plan.id).join(', ')}`;
}
