import { isWithinFolder, nameOf } from './paths';

const VERSION_CONTROL = new Set(['.git', '.hg', '.svn', '.jj', '.bzr', 'cvs']);

const LOCK_FILES = new Set([
  'package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb', 'deno.lock', 'poetry.lock', 'pipfile.lock', 'pdm.lock', 'uv.lock',
  'cargo.lock', 'go.sum', 'go.work.sum', 'gemfile.lock', 'composer.lock', 'mix.lock', 'pubspec.lock', 'podfile.lock', 'package.resolved', 'packages.lock.json', 'gradle.lockfile',
  'flake.lock', '.terraform.lock.hcl',
]);

/** Not worth reading to find out. Anything else is binary if it holds a NUL. */
const BINARY = new Set((
  'png jpg jpeg gif bmp ico webp avif tif tiff psd pdf zip gz tgz bz2 xz zst 7z rar jar war ear whl egg vsix nupkg exe dll so dylib a lib o obj class pyc pyo pyd wasm node bin dat db '
  + 'sqlite sqlite3 mp3 mp4 mov avi mkv webm ogg wav flac woff woff2 ttf otf eot doc docx xls xlsx ppt pptx iso dmg img pack idx'
).split(' '));

/** Why a folder is never walked, however it is named. `undefined`: it may be. */
export function neverWalked(path: string, outputFolder: string): string | undefined {
  const names = path.toLowerCase().split('/');
  if (names.some((name) => VERSION_CONTROL.has(name))) return 'it belongs to version control';
  if (names.includes('.specwright')) return "it holds Specwright's own files";
  if (outputFolder !== '' && isWithinFolder(path, outputFolder)) return 'it is the output folder';
  return undefined;
}

/** Installed packages: left out unless they are named. */
export function isDependencyFolder(path: string): boolean {
  return path.toLowerCase().split('/').includes('node_modules');
}

export function isLockFile(path: string): boolean {
  return LOCK_FILES.has(nameOf(path).toLowerCase());
}

export function hasBinaryExtension(path: string): boolean {
  const name = nameOf(path).toLowerCase();
  return name.includes('.') && BINARY.has(name.slice(name.lastIndexOf('.') + 1));
}
