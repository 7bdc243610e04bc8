import { reindent, scanCode } from './codeScan';
import type { Body, Skeleton, Slot } from './projectPlan';
import type { ProjectLanguage } from './projectSpec';

/** One name that an import brings into a file. */
export interface Binding {
  readonly module: string;
  /** Exported by the module: a name, `default`, `*` for all of it; empty: the import has effects only. */
  readonly name: string;
  /** In the file. */
  readonly local: string;
  /** TypeScript: of types only. */
  readonly isType?: boolean;
}

/** How a language writes imports. */
export interface ImportStyle {
  /** What a statement brings in. None where it cannot be read. */
  parse(statement: string): Binding[];
  /** Sorted and grouped as the language's formatter would, ending in a line break. At least one is given. */
  render(bindings: readonly Binding[]): string;
  /** Whether code without its strings and comments uses the name. */
  uses(code: string, local: string): boolean;
}

/** Where a body goes. */
export interface Hole {
  readonly slot: Slot;
  readonly indentation: string;
  /** The explicit "not implemented" error. */
  readonly fallback: Body;
}

export interface CodeFile {
  readonly language: ProjectLanguage;
  readonly style: ImportStyle;
  /** Above the imports, with the empty line that follows. */
  readonly head: string;
  /** All that its declarations may need; those that nothing uses are left out. */
  readonly imports: readonly Binding[];
  /** The rest of the file, in order. Lines before and after a hole are complete. */
  readonly pieces: readonly (string | Hole)[];
  /** Lines between the imports and the rest. */
  readonly gap: string;
}

const NO_BODIES: ReadonlyMap<string, Body> = new Map();

/** @param signatures what other files may use of it, without bodies */
export function skeletonOf(file: CodeFile, signatures: string): Skeleton {
  return {
    slots: file.pieces.filter((piece) => typeof piece !== 'string').map(({ slot }) => slot),
    render: (bodies, helpers) => renderFile(file, bodies, helpers),
    signatures,
  };
}

export function renderFile(file: CodeFile, bodies: ReadonlyMap<string, Body> = NO_BODIES, helpers = ''): string {
  const wanted: Binding[] = [...file.imports];
  const rendered = file.pieces.map((piece) => {
    if (typeof piece === 'string') return piece;
    const body = bodies.get(piece.slot.id) ?? piece.fallback;
    wanted.push(...body.imports.flatMap((statement) => file.style.parse(statement)));
    if (body.code.trim() !== '') return `${reindent(body.code, piece.indentation, file.language)}\n`;
    return file.language === 'python' ? `${piece.indentation}pass\n` : '';
  }).join('');
  const text = helpers.trim() === '' ? rendered : `${rendered}${file.language === 'python' ? '\n\n' : '\n'}${helpers.trim()}\n`;
  const used = usedBindings(wanted, text, file);
  return used.length === 0 ? file.head + text : `${file.head}${file.style.render(used)}${file.gap}${text}`;
}

/** Each name once: what the file itself wants comes before what a body asks for. A value import also serves where the type is wanted. */
function usedBindings(wanted: readonly Binding[], text: string, { language, style }: CodeFile): Binding[] {
  const { code } = scanCode(text, language);
  const byLocal = new Map<string, Binding>();
  for (const binding of wanted) {
    const key = binding.name === '' ? `effects of ${binding.module}` : binding.local;
    const known = byLocal.get(key);
    if (!known) byLocal.set(key, binding);
    else if (known.isType && !binding.isType && known.module === binding.module && known.name === binding.name) byLocal.set(key, binding);
  }
  return [...byLocal.values()].filter(({ name, local }) => name === '' || local === '.' || style.uses(code, local));
}
