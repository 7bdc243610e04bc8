import type { BuildConfig, Dependency } from '../projectSpec';
import { MapReader } from './mapReader';
import type { Problems } from './problems';
import { isEmpty, kindText, tokenOf, tokenOfEntry, type Entry, type Tree } from './tree';

const VERSION_KEYS = ['language_version', 'go_version', 'node_version', 'python_version', 'typescript_version', 'version'];
/** `name@1.2`, `name>=1.2`, `name v1.2`, `name: 1.2` */
const DEPENDENCY = /^(@?[^\s@=<>~^!:]+(?:\[[\w,-]+\])?)\s*(?:[@:]|(?=[=<>~^!])|\s)\s*(\S.*)$/;

export function readBuild(reader: MapReader | undefined, problems: Problems): BuildConfig {
  if (!reader) return { dependencies: [], rest: {} };
  const languageVersion = reader.text(...VERSION_KEYS);
  const dependencies = reader.takeAll('dependencies', 'libraries', 'packages').flatMap((entry) => dependenciesIn(entry, problems));
  return { ...(languageVersion && { languageVersion }), dependencies, rest: reader.rest() };
}

function dependenciesIn(entry: Entry, problems: Problems): Dependency[] {
  const { key, value } = entry;
  if (value.kind === 'map') return value.entries.flatMap(({ key: name, value: version }) => dependency(name, version, problems));
  if (value.kind === 'list') return value.items.flatMap((item) => listed(item, problems));
  problems.error('wrong-type', tokenOfEntry(entry), `"${key}" must be a list of packages, or a map of names and versions, but is ${kindText(value)}. Write, for example, "- fastapi>=0.115".`);
  return [];
}

function listed(item: Tree, problems: Problems): Dependency[] {
  if (item.kind === 'scalar' && !isEmpty(item)) {
    const match = item.text.length < 300 ? DEPENDENCY.exec(item.text.trim()) : null;
    return [match ? { name: match[1]!, version: match[2]! } : { name: item.text.trim() }];
  }
  if (item.kind === 'map') {
    const reader = new MapReader(item, problems);
    const name = reader.text('name', 'package', 'module');
    const version = reader.text('version');
    if (name) return [{ name, ...(version && { version }) }];
    if (item.entries.length === 1) return dependency(item.entries[0]!.key, item.entries[0]!.value, problems);
  }
  problems.error('missing-name', tokenOf(item), `A dependency must be a text such as "fastapi>=0.115", or a map with "name" and "version", but is ${kindText(item)}.`);
  return [];
}

function dependency(name: string, value: Tree, problems: Problems): Dependency[] {
  if (value.kind === 'scalar') return [isEmpty(value) || value.text === '*' ? { name } : { name, version: value.text.trim() }];
  problems.error('wrong-type', tokenOf(value), `The version of "${name}" must be a text, but is ${kindText(value)}.`);
  return [];
}
