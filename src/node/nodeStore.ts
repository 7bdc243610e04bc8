import type { Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import type { FileStamp, RemoveOutcome, Store, WriteOutcome } from '../engine/ports';
import { PathRefused, writablePath } from '../engine/safety/containment';
import { StoreError } from '../engine/safety/storeError';
import { decodeText, encodeText, NEW_FILE_SHAPE, sameText, withLineFeeds } from '../engine/write/textFile';
import { createTemporaryFiles } from './temporaryFiles';
import { isWithin, readWithin } from './nodeFiles';
import { Pace } from './pace';

/** What the store does with the disk; tests put failures in. */
export type Disk = Pick<typeof fs, 'access' | 'lstat' | 'mkdir' | 'open' | 'readdir' | 'readFile' | 'realpath' | 'rename' | 'rmdir' | 'stat' | 'unlink'>;

/**
 * The one gate to the disk. A file is replaced as a whole: a temporary file beside it, then a rename, so that a reader, a crash or a full disk
 * never meets half of one. What is replaced is flushed to the disk before the rename, since a person's prose may be in it; a new file is not
 * (a flush takes milliseconds, and a file that was never there can be made again).
 */
export function createNodeStore(root: string, disk: Disk = fs): Store {
  const absoluteRoot = path.resolve(root);
  const temporaryFiles = createTemporaryFiles(disk);
  const inTurn = createQueues();
  const pace = new Pace();
  let knownRoot: string | undefined;
  const stamps = new Map<string, FileStamp | undefined>();

  /** Asked once: what the root is a link to does not change under a command. */
  async function realRoot(): Promise<string> {
    knownRoot ??= await orUndefined(disk.realpath(absoluteRoot), 'ENOENT');
    if (knownRoot !== undefined) return knownRoot;
    await disk.mkdir(absoluteRoot, { recursive: true });
    return (knownRoot = await disk.realpath(absoluteRoot));
  }

  /** The text with line feeds, whatever the file has: the same for all who compare and merge. */
  async function read(file: string): Promise<string | undefined> {
    try {
      knownRoot ??= await disk.realpath(absoluteRoot);
      const bytes = await readWithin(knownRoot, file, pace);
      return bytes && withLineFeeds(decodeExisting(file, bytes).text);
    } catch (error) {
      if (isCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return undefined;
      throw error instanceof PathRefused ? error : toStoreError(file, 'read', error);
    }
  }

  async function replace(file: string, text: string, options: { keepLineBreaks?: boolean } = {}): Promise<WriteOutcome> {
    const { target, found } = await resolveTarget(disk, await realRoot(), file);
    const existing = await orUndefined(disk.readFile(target), 'ENOENT');
    const present = existing && decodeExisting(file, existing);
    if (present && (options.keepLineBreaks ? present.text === text : sameText(present.text, text))) return 'unchanged';
    // A rename would replace a file that is marked read-only.
    if (present) await disk.access(target, fs.constants.W_OK);
    const mode = present ? (found ?? (await disk.stat(target))).mode & 0o7777 : undefined;
    stamps.set(file, await temporaryFiles.replace(target, encodeText(text, present?.shape ?? NEW_FILE_SHAPE, options), mode));
    return 'written';
  }

  /** A link is never followed, nor taken away: what it leads to is somebody's own arrangement. */
  async function remove(file: string, text: string): Promise<RemoveOutcome> {
    const real = await realRoot();
    const target = path.join(real, file);
    const found = await orUndefined(disk.lstat(target), 'ENOENT', 'ENOTDIR');
    if (!found) return 'absent';
    const folder = await disk.realpath(path.dirname(target));
    if (!isWithin(real, folder)) throw leaves(file);
    if (!found.isFile() || !sameText(decodeExisting(file, await disk.readFile(target)).text, text)) return 'refused';
    await disk.unlink(target);
    await removeEmptyFolders(disk, real, folder);
    return 'removed';
  }

  /** By the spelling that a file system may fold together. */
  const turnOf = (contained: string) => contained.normalize('NFC').toLowerCase();

  async function changing<T>(verb: 'write' | 'remove', file: string, change: (contained: string) => Promise<T>): Promise<T> {
    const contained = writablePath(file);
    return inTurn(turnOf(contained), async () => {
      try {
        return await change(contained);
      } catch (error) {
        throw error instanceof PathRefused ? error : toStoreError(contained, verb, error);
      }
    });
  }

  return {
    read,
    stampOfWritten: (file) => stamps.get(writablePath(file)),
    write: (file, text, options) => changing('write', file, (contained) => replace(contained, text, options)),
    remove: (file, text) => changing('remove', file, (contained) => remove(contained, text)),
  };
}

/** From the folder up, as far as they are empty; never the root. Whatever keeps one from going may stay. */
async function removeEmptyFolders(disk: Disk, realRoot: string, folder: string): Promise<void> {
  for (let empty = folder; empty !== realRoot; empty = path.dirname(empty)) {
    try {
      await disk.rmdir(empty);
    } catch {
      return;
    }
  }
}

/** The file to write in the end, and how it stands if it is no link; its folder is made. A link is written through, never replaced; none may lead out of the folder or into `.git`. */
async function resolveTarget(disk: Disk, realRoot: string, file: string): Promise<{ readonly target: string; readonly found?: Stats }> {
  const folder = path.dirname(path.join(realRoot, file));
  // Before a folder is made: the deepest one that exists decides where the new ones would be.
  let existing = folder;
  let real = await orUndefined(disk.realpath(existing), 'ENOENT');
  while (real === undefined) {
    existing = path.dirname(existing);
    real = await orUndefined(disk.realpath(existing), 'ENOENT');
  }
  if (!isWithin(realRoot, real)) throw leaves(file);
  if (existing !== folder) {
    await disk.mkdir(folder, { recursive: true });
    real = await disk.realpath(folder);
  }
  const target = path.join(real, path.basename(file));
  const found = await orUndefined(disk.lstat(target), 'ENOENT');
  const resolved = found?.isSymbolicLink() ? await orUndefined(disk.realpath(target), 'ENOENT') : target;
  if (resolved === undefined) throw new StoreError(file, 'link', `Cannot write ${file}: it is a link to a file that does not exist. Remove the link.`);
  if (!isWithin(realRoot, resolved)) throw leaves(file);
  writablePath(path.relative(realRoot, resolved).split(path.sep).join('/'));
  if (found && !found.isFile() && !(await disk.stat(resolved)).isFile()) {
    throw new StoreError(file, 'not-a-file', `Cannot write ${file}: there is a folder of this name. Rename it, or choose another output folder.`);
  }
  return { target: resolved, ...(found?.isFile() && { found }) };
}

function leaves(file: string): PathRefused {
  return new PathRefused(file, 'link', 'is a link, or lies behind one, that leaves the folder. Nothing is written there.');
}

function decodeExisting(file: string, bytes: Uint8Array) {
  const decoded = decodeText(bytes);
  if (decoded.undecodable === undefined) return decoded;
  throw new StoreError(file, 'undecodable', `${file} is ${decoded.reason}, so it is neither read nor overwritten. Save it as UTF-8, or move it away.`);
}

function toStoreError(file: string, verb: 'read' | 'write' | 'remove', error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const start = `Cannot ${verb} ${file}:`;
  if (isCode(error, 'EACCES', 'EPERM', 'EROFS')) {
    const next = verb === 'read' ? 'Allow reading it.' : 'Allow writing there, or choose another output folder.';
    return new StoreError(file, 'read-only', `${start} the file or its folder is protected. ${next}`, { cause: error });
  }
  if (isCode(error, 'ENOSPC', 'EDQUOT')) {
    return new StoreError(file, 'full', `${start} the disk is full. Free some space and run the command again: what is finished is kept.`, { cause: error });
  }
  if (isCode(error, 'ENAMETOOLONG')) {
    return new StoreError(file, 'name-too-long', `${start} its name is too long for this file system. Shorten it, or choose an output folder with a shorter path.`, { cause: error });
  }
  if (isCode(error, 'ENOTDIR', 'EEXIST', 'EISDIR')) {
    return new StoreError(file, 'not-a-file', `${start} a part of its path is a file where a folder is needed. Rename it, or choose another output folder.`, { cause: error });
  }
  // "ENOENT: no such file or directory, open '…'": without the temporary file's name.
  const said = (error instanceof Error ? error.message : String(error)).replace(/^([A-Z]+: [^,]*),.*$/s, '$1');
  return new StoreError(file, 'failed', `${start} ${said}.`, { cause: error });
}

/** Runs what has the same key one after the other, in the order of the calls. */
function createQueues(): <T>(key: string, action: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (key, action) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(action, action);
    last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (last.get(key) === turn) last.delete(key);
    }
  };
}

async function orUndefined<T>(result: Promise<T>, ...codes: string[]): Promise<T | undefined> {
  return result.catch((error: unknown) => {
    if (isCode(error, ...codes)) return undefined;
    throw error;
  });
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}
