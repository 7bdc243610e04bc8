import { InputError } from '../inputError';
import { shortHash } from '../hash';

/** Where it lies, relative to the root. It belongs into version control: it is to code what the comments are to specs. */
export const MANIFEST_PATH = '.specwright/generated.json';

/** What a file was generated from, and what it then said. */
export interface GeneratedFile {
  /** Path of the project spec. */
  readonly spec: string;
  /** Hash of all that the file follows from. */
  readonly inputs: string;
  /** Hash of the text as it was written, whatever its line breaks. */
  readonly content: string;
  /** Ids of the functions whose bodies are not written yet, sorted. Absent: none. */
  readonly open?: readonly string[];
}

/** By path. */
export type Manifest = ReadonlyMap<string, GeneratedFile>;

const FORMAT = 1;

/** @throws InputError where it is not what this program writes */
export function parseManifest(text: string | undefined): Manifest {
  if (text === undefined || text.trim() === '') return new Map();
  let stored: { readonly version?: unknown; readonly files?: unknown };
  try {
    stored = JSON.parse(text) as typeof stored;
  } catch {
    throw new InputError(`${MANIFEST_PATH} is no valid JSON, so it is not known which files are as they were generated. Resolve a merge conflict in it, or restore it from version control.`);
  }
  if (stored?.version !== FORMAT || typeof stored.files !== 'object' || stored.files === null) {
    throw new InputError(`${MANIFEST_PATH} has a format that this version does not know. Update Specwright, or restore the file from version control.`);
  }
  return new Map(Object.entries(stored.files).filter((entry): entry is [string, GeneratedFile] => isGenerated(entry[1])));
}

/** Sorted, one line a file, so that two branches that generate different files can be merged. */
export function renderManifest(manifest: Manifest): string {
  const lines = [...manifest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, { spec, inputs, content, open }]) => `    ${JSON.stringify(path)}: ${JSON.stringify({ spec, inputs, content, ...(open && open.length > 0 ? { open } : {}) })}`);
  return `{\n  "version": ${FORMAT},\n  "files": {\n${lines.join(',\n')}\n  }\n}\n`;
}

/** The same for a file that git checked out with other line breaks. */
export function contentHash(text: string): string {
  return shortHash(text.replace(/^\ufeff/, '').replace(/\r\n/g, '\n'));
}

function isGenerated(value: unknown): value is GeneratedFile {
  const { spec, inputs, content, open } = (value ?? {}) as Partial<Record<keyof GeneratedFile, unknown>>;
  return typeof spec === 'string' && typeof inputs === 'string' && typeof content === 'string' && (open === undefined || (Array.isArray(open) && open.every((id) => typeof id === 'string')));
}
