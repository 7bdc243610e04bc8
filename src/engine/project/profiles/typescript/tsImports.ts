import type { Binding, ImportStyle } from '../../skeleton';
import { broken, tsString } from './tsCode';

const NAME = String.raw`[\p{L}\p{Nd}_$]+`;

export const tsImports: ImportStyle = {
  parse(text) {
    return [...text.matchAll(/\bimport\b\s*(?:([^'"]*?)\bfrom\b\s*)?(['"])([^'"\n]+)\2/gu)].flatMap(([, clause = '', , module]) => bindingsOf(clause, module!));
  },
  render(bindings) {
    const modules = [...new Set(bindings.map(({ module }) => module))].sort(byPlace);
    return modules.flatMap((module) => statements(module, bindings.filter((one) => one.module === module))).map((statement) => `${statement}\n`).join('');
  },
  uses: (code, name) => new RegExp(`(?<![\\p{L}\\p{Nd}_$.])${name.replace(/\$/g, '\\$')}(?![\\p{L}\\p{Nd}_$])`, 'u').test(code),
};

export function named(module: string, ...names: string[]): Binding[] {
  return names.map((name) => ({ module, name, local: name }));
}

export function types(module: string, ...names: string[]): Binding[] {
  return names.map((name) => ({ module, name, local: name, isType: true }));
}

function bindingsOf(clause: string, module: string): Binding[] {
  if (clause.trim() === '') return [{ module, name: '', local: '' }];
  const isType = /^\s*type\b(?!\s*(?:,|$))/.test(clause);
  const rest = isType ? clause.replace(/^\s*type\b/, '') : clause;
  const [, braces] = /\{([^}]*)\}/.exec(rest) ?? [];
  const [, space] = new RegExp(`\\*\\s*as\\s+(${NAME})`, 'u').exec(rest) ?? [];
  const [, standard] = new RegExp(`^\\s*(${NAME})\\s*(?:,|$)`, 'u').exec(rest) ?? [];
  const mark = isType ? { isType } : {};
  const specifiers = (braces ?? '').split(',').flatMap((one): Binding[] => {
    const match = new RegExp(`^\\s*(type\\s+)?(${NAME})(?:\\s+as\\s+(${NAME}))?\\s*$`, 'u').exec(one);
    return match ? [{ module, name: match[2]!, local: match[3] ?? match[2]!, ...(match[1] || isType ? { isType: true } : {}) }] : [];
  });
  return [...(standard ? [{ module, name: 'default', local: standard, ...mark }] : []), ...(space ? [{ module, name: '*', local: space, ...mark }] : []), ...specifiers];
}

/** Packages before the project's own files, those farther away first. */
function byPlace(a: string, b: string): number {
  const rank = (module: string) => (module.startsWith('node:') ? 0 : !module.startsWith('.') ? 1 : module.startsWith('..') ? 2 : 3);
  return rank(a) - rank(b) || (a < b ? -1 : Number(a > b));
}

function statements(module: string, bindings: readonly Binding[]): string[] {
  const from = `from ${tsString(module)};`;
  const standard = bindings.find(({ name }) => name === 'default');
  const braces = bindings.filter(({ name }) => name !== '' && name !== '*' && name !== 'default').sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  const others = [
    ...bindings.filter(({ name }) => name === '').map(() => `import ${tsString(module)};`),
    ...bindings.filter(({ name }) => name === '*').map(({ local, isType }) => `import ${isType ? 'type ' : ''}* as ${local} ${from}`),
  ];
  if (!standard && braces.length === 0) return others;
  // `import type X, { Y }` is not allowed.
  const areTypes = !standard && braces.every(({ isType }) => isType);
  const specifiers = braces.map(({ name, local, isType }) => `${isType && !areTypes ? 'type ' : ''}${name === local ? name : `${name} as ${local}`}`);
  const head = `import ${areTypes ? 'type ' : ''}`;
  if (braces.length === 0) return [...others, `${head}${standard!.isType ? 'type ' : ''}${standard!.local} ${from}`];
  const default_ = standard ? `${standard.local}, ` : '';
  const line = `${head}${default_}{ ${specifiers.join(', ')} } ${from}`;
  return [...others, line.length <= 100 ? line : broken(`${head}${default_}{`, specifiers, `} ${from}`)];
}
