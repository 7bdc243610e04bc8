import path from 'node:path';

/**
 * Where the command line keeps its result cache unless told otherwise: `$XDG_CACHE_HOME/specwright` or `~/.cache/specwright`,
 * `~/Library/Caches/specwright` on macOS, `%LOCALAPPDATA%\specwright\Cache` on Windows. Pure: made from its arguments alone.
 * Source: XDG Base Directory Specification, which has relative paths ignored; the platforms' conventions.
 */
export function defaultCacheDir(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform, home: string): string {
  if (platform === 'win32') {
    return path.win32.join(env.LOCALAPPDATA || path.win32.join(home, 'AppData', 'Local'), 'specwright', 'Cache');
  }
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Caches', 'specwright');
  const xdg = env.XDG_CACHE_HOME;
  return path.posix.join(xdg && path.posix.isAbsolute(xdg) ? xdg : path.posix.join(home, '.cache'), 'specwright');
}
