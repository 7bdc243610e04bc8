import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FileStamp } from '../engine/ports';
import type { Disk } from './nodeStore';

/** Start of the names of files that are being written. One that is left after a crash is removed by the next write in its folder. */
export const TEMPORARY_PREFIX = '.specwright-tmp-';

/** A process number may be given to another process, or belong to another machine: after this time a file is left over all the same. */
const OLDEST_MS = 60 * 60 * 1000;
/** Windows refuses a rename while a virus scanner or an indexer holds the file; it lets go within moments. */
const RENAME_PAUSES_MS = process.platform === 'win32' ? [20, 100, 400] : [];

const inUse = new Set<string>();

export function createTemporaryFiles(disk: Disk) {
  const cleaned = new Map<string, Promise<void>>();

  return {
    /**
     * Puts the bytes in place of the target, whole or not at all. `mode`: permissions of the file that is replaced, if there is one. Resolves to how the file stands then; `undefined`: somebody
     * else was at it already.
     */
    async replace(target: string, bytes: Uint8Array, mode: number | undefined): Promise<FileStamp | undefined> {
      const folder = path.dirname(target);
      let cleaning = cleaned.get(folder);
      if (!cleaning) cleaned.set(folder, (cleaning = removeLeftovers(disk, folder)));
      await cleaning;
      const temporary = path.join(folder, `${TEMPORARY_PREFIX}${process.pid}-${randomBytes(6).toString('hex')}`);
      inUse.add(temporary);
      try {
        const handle = await disk.open(temporary, 'wx', mode ?? 0o666);
        try {
          await handle.writeFile(bytes);
          if (mode !== undefined) {
            await handle.chmod(mode); // what the process masks at the opening is given back
            await handle.datasync();
          }
        } finally {
          await handle.close();
        }
        const made = await disk.stat(temporary).catch(() => undefined);
        await renameWithPatience(disk, temporary, target);
        const { size, mtimeMs, ctimeMs, ino } = (await disk.stat(target).catch(() => undefined)) ?? {};
        // A rename changes neither of these. Whoever wrote into the file since changed one.
        const isOurs = made !== undefined && size === made.size && mtimeMs === made.mtimeMs && ino === made.ino;
        return isOurs && ctimeMs !== undefined ? [size, mtimeMs, ctimeMs, ino] : undefined;
      } catch (error) {
        await disk.unlink(temporary).catch(() => {});
        throw error;
      } finally {
        inUse.delete(temporary);
      }
    },
  };
}

async function renameWithPatience(disk: Disk, from: string, to: string): Promise<void> {
  for (const pauseMs of RENAME_PAUSES_MS) {
    try {
      return await disk.rename(from, to);
    } catch (error) {
      if (!['EPERM', 'EACCES', 'EBUSY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      await pause(pauseMs);
    }
  }
  await disk.rename(from, to);
}

/** Never fails a write: what cannot be removed stays. */
async function removeLeftovers(disk: Disk, folder: string): Promise<void> {
  const names = await disk.readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(TEMPORARY_PREFIX))) {
    const file = path.join(folder, name);
    if (inUse.has(file)) continue;
    const owner = Number(/^\d+/.exec(name.slice(TEMPORARY_PREFIX.length))?.[0] ?? NaN);
    const isOld = await disk.stat(file).then(({ mtimeMs }) => Date.now() - mtimeMs > OLDEST_MS, () => false);
    if (isOld || owner === process.pid || !isAlive(owner)) await disk.unlink(file).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
