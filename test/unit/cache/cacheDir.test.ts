import { expect, test } from 'vitest';
import { defaultCacheDir } from '../../../src/node/cacheDir';

test.each([
  [{}, 'linux', '/home/ada', '/home/ada/.cache/specwright'],
  [{ XDG_CACHE_HOME: '/var/cache/ada' }, 'linux', '/home/ada', '/var/cache/ada/specwright'],
  [{ XDG_CACHE_HOME: 'relative' }, 'linux', '/home/ada', '/home/ada/.cache/specwright'],
  [{ XDG_CACHE_HOME: '' }, 'freebsd', '/home/ada', '/home/ada/.cache/specwright'],
  [{ XDG_CACHE_HOME: '/x' }, 'darwin', '/Users/ada', '/Users/ada/Library/Caches/specwright'],
  [{ LOCALAPPDATA: 'D:\\Local' }, 'win32', 'C:\\Users\\ada', 'D:\\Local\\specwright\\Cache'],
  [{}, 'win32', 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Local\\specwright\\Cache'],
] as const)('%o on %s is in the folder for caches', (env, platform, home, dir) => {
  expect(defaultCacheDir(env, platform, home)).toBe(dir);
});
