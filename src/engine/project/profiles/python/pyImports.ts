import type { Binding, ImportStyle } from '../../skeleton';
import { WIDTH } from './pyCode';

const NAME = String.raw`[\p{L}_][\p{L}\p{Nd}\p{M}_]*`;

export const pyImports: ImportStyle = {
  parse(text) {
    const joined = text.replace(/\\\n/g, ' ').replace(/\(([^)]*)\)/g, (_, names: string) => names.replace(/#.*$/gm, '').replace(/\s+/g, ' '));
    return joined.split(/[\n;]/).flatMap(bindingsOf);
  },
  render(bindings) {
    const groups = [1, 2, 3].map((rank) => bindings.filter(({ module }) => rankOf(module, bindings) === rank)).filter((group) => group.length > 0);
    const future = bindings.filter(({ module }) => module === '__future__');
    return [...(future.length > 0 ? [future] : []), ...groups].map((group) => statements(group).map((statement) => `${statement}\n`).join('')).join('\n');
  },
  uses: (code, name) => new RegExp(`(?<![\\p{L}\\p{Nd}_.])${name.split('.')[0]!}(?![\\p{L}\\p{Nd}_])`, 'u').test(code),
};

/** `from module import name, …` */
export function from(module: string, ...names: string[]): Binding[] {
  return names.map((name) => ({ module, name, local: name }));
}

/** `import module` */
export function whole(module: string): Binding {
  return { module, name: '*', local: module };
}

function bindingsOf(statement: string): Binding[] {
  const [, module, names] = /^\s*from\s+([\p{L}\p{Nd}\p{M}_.]+)\s+import\s+(.+?)\s*,?\s*(?:#.*)?$/u.exec(statement) ?? [];
  if (module) return names!.split(',').flatMap((one) => aliased(one).map(({ name, alias }) => ({ module, name, local: alias ?? name })));
  const [, modules] = /^\s*import\s+(.+?)\s*(?:#.*)?$/.exec(statement) ?? [];
  return (modules ?? '').split(',').flatMap((one) => aliased(one).map(({ name, alias }) => ({ module: name, name: '*', local: alias ?? name })));
}

function aliased(text: string): { name: string; alias?: string }[] {
  const match = new RegExp(`^\\s*(${NAME}(?:\\.${NAME})*)(?:\\s+as\\s+(${NAME}))?\\s*$`, 'u').exec(text);
  return match ? [{ name: match[1]!, ...(match[2] && { alias: match[2] }) }] : [];
}

/** Of the standard library, as far as programs of this kind use it. */
const STANDARD: ReadonlySet<string> = new Set(['abc', 'argparse', 'asyncio', 'base64', 'bisect', 'calendar', 'collections', 'contextlib', 'copy', 'csv', 'dataclasses', 'datetime', 'decimal', 'enum', 'fractions', 'functools', 'hashlib', 'heapq', 'hmac', 'html', 'http', 'inspect', 'io', 'itertools', 'json', 'logging', 'math', 'mimetypes', 'operator', 'os', 'pathlib', 'queue', 'random', 're', 'secrets', 'shutil', 'signal', 'socket', 'sqlite3', 'statistics', 'string', 'struct', 'subprocess', 'sys', 'tempfile', 'textwrap', 'threading', 'time', 'traceback', 'types', 'typing', 'unicodedata', 'unittest', 'urllib', 'uuid', 'warnings', 'weakref', 'zoneinfo']);

/** The standard library, packages, the project's own: its package is told by its sub-packages. */
function rankOf(module: string, bindings: readonly Binding[]): number {
  const root = module.split('.')[0]!;
  if (module === '__future__') return 0;
  if (STANDARD.has(root)) return 1;
  return module.startsWith('.') || OWN.test(module) || bindings.some((other) => other.module.split('.')[0] === root && OWN.test(other.module)) ? 3 : 2;
}

const OWN = /^[^.]+\.(?:app|config|errors|models|routers|schemas|services|storage)(?:\.|$)/;

function statements(bindings: readonly Binding[]): string[] {
  const plain = bindings.filter(({ name }) => name === '*').map(({ module, local }) => (module === local ? `import ${module}` : `import ${module} as ${local}`)).sort();
  const modules = [...new Set(bindings.filter(({ name }) => name !== '*').map(({ module }) => module))].sort();
  return [...plain, ...modules.map((module) => {
    const names = bindings.filter((one) => one.name !== '*' && one.module === module).map(({ name, local }) => (name === local ? name : `${name} as ${local}`)).sort(byKind);
    const line = `from ${module} import ${names.join(', ')}`;
    return line.length <= WIDTH ? line : `from ${module} import (\n${names.map((one) => `    ${one},\n`).join('')})`;
  })];
}

/** As isort orders names: constants, classes, then the rest. */
function byKind(a: string, b: string): number {
  const rank = (name: string) => (/^[A-Z][A-Z0-9_]+$/.test(name) ? 0 : /^\p{Lu}/u.test(name) ? 1 : 2);
  return rank(a) - rank(b) || (a < b ? -1 : Number(a > b));
}
