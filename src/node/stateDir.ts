import path from 'node:path';

/**
 * Where the command line keeps what must not be lost with a cache, such as the ledger of the day: `$XDG_STATE_HOME/specwright` or `~/.local/state/specwright`,
 * `~/Library/Application Support/specwright` on macOS, `%LOCALAPPDATA%\specwright\State` on Windows. Pure: made from its arguments alone.
 * Source: XDG Base Directory Specification, which has relative paths ignored; the platforms' conventions.
 */
export function defaultStateDir(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform, home: string): string {
  if (platform === 'win32') return path.win32.join(env.LOCALAPPDATA || path.win32.join(home, 'AppData', 'Local'), 'specwright', 'State');
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Application Support', 'specwright');
  const xdg = env.XDG_STATE_HOME;
  return path.posix.join(xdg && path.posix.isAbsolute(xdg) ? xdg : path.posix.join(home, '.local', 'state'), 'specwright');
}
