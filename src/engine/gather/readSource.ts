import type { Files } from '../ports';
import { PathRefused } from '../safety/containment';
import { maskSecrets } from '../safety/secrets';
import { decodeText } from '../write/textFile';
import { hasBinaryExtension } from './neverSources';
import { type LeftOut, leftOut, type Source } from './source';
import { type Candidate, messageOf } from './walk';

export const DEFAULT_MAX_FILE_BYTES = 1024 * 1024;

/** Reads, decodes, and replaces secrets: the one place where text enters a run. */
export async function readCandidate({ path, note }: Candidate, files: Files, maxFileBytes: number, mask = maskSecrets): Promise<Source | LeftOut> {
  try {
    if (hasBinaryExtension(path)) return leftOut(path, 'binary', 'a binary file');
    const found = await files.stat(path);
    if (found && found.size > maxFileBytes) return tooLarge(path, found.size, maxFileBytes);
    const bytes = await files.read(path);
    if (!bytes) return leftOut(path, 'missing', found ? 'not a file that can be read' : 'there is no such file');
    // An unsaved document, or a file that grew meanwhile.
    if (bytes.length > maxFileBytes) return tooLarge(path, bytes.length, maxFileBytes);
    const decoded = decodeText(bytes);
    if (decoded.undecodable === 'binary') return leftOut(path, 'binary', decoded.reason);
    if (decoded.undecodable) return leftOut(path, 'undecodable', `${decoded.reason}. Save it as UTF-8`);
    const masked = await mask(decoded.text, path);
    return { kind: 'source', path, text: masked.text, mask: masked, ...decoded.shape, bytes: bytes.length, ...(note === undefined ? {} : { note }) };
  } catch (error) {
    if (error instanceof PathRefused) return leftOut(path, error.because === 'link' ? 'link' : 'refused', error.because === 'link' ? 'a link that leaves the folder' : error.message);
    return leftOut(path, 'unreadable', `cannot be read: ${messageOf(error)}`);
  }
}

function tooLarge(path: string, bytes: number, maxFileBytes: number): LeftOut {
  return leftOut(path, 'tooLarge', `${inUnits(bytes)}, above the limit of ${inUnits(maxFileBytes)}`);
}

function inUnits(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
