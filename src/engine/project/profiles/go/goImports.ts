import { packageName } from '../../../outline/languages/go';
import type { Binding, ImportStyle } from '../../skeleton';

/** Go imports packages whole: `name` is `*`, or `_` and `.` as written. */
export const goImports: ImportStyle = {
  parse(statement) {
    const specs = statement.replace(/^\s*import\b/, '').replace(/^\s*\(|\)\s*;?\s*$/g, '').split(/[\n;]/);
    return specs.flatMap((spec) => {
      const match = /^\s*(?:([\p{L}_.][\p{L}\p{Nd}_]*)\s+)?(["`])([^"`\s]+)\2\s*(?:\/\/.*)?$/u.exec(spec);
      if (!match) return [];
      const [, alias, , module] = match;
      return [alias === '_' ? { module: module!, name: '', local: '_' } : { module: module!, name: '*', local: alias ?? packageName(module!) }];
    });
  },
  render(bindings) {
    const groups = [bindings.filter(({ module }) => isStandard(module)), bindings.filter(({ module }) => !isStandard(module))].filter((group) => group.length > 0);
    const lines = groups.map((group) => group.map(specOf).sort(byPath));
    if (bindings.length === 1) return `import ${lines[0]![0]}\n`;
    return `import (\n${lines.map((group) => group.map((line) => `\t${line}\n`).join('')).join('\n')})\n`;
  },
  uses: (code, name) => new RegExp(`(?<![\\p{L}\\p{Nd}_.])${name.replace(/[^\p{L}\p{Nd}_]/gu, '')}\\s*\\.`, 'u').test(code),
};

export function pkg(module: string): Binding {
  return { module, name: '*', local: packageName(module) };
}

/** Paths of the standard library have no dot in their first part; those of this module may have none either. */
function isStandard(module: string): boolean {
  const first = module.split('/')[0]!;
  return !first.includes('.') && !module.includes('/internal/');
}

function specOf({ module, name, local }: Binding): string {
  const alias = name === '' ? '_ ' : local === packageName(module) ? '' : `${local} `;
  return `${alias}"${module}"`;
}

function byPath(a: string, b: string): number {
  const [one, other] = [a.slice(a.indexOf('"')), b.slice(b.indexOf('"'))];
  return one < other ? -1 : Number(one > other);
}
