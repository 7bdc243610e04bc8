import type { Scenario } from '../projectSpec';
import { MapReader, textOf } from './mapReader';
import type { Problems } from './problems';
import { isEmpty, kindText, tokenOf, tokenOfEntry, valueOf, type Entry, type Span, type Tree } from './tree';
import { plainName } from './types';

const WORDS = ['given', 'when', 'then', 'and', 'but'];

export function readScenarios(entries: readonly Entry[], problems: Problems): Scenario[] {
  const found = entries.flatMap(({ key, keySpan, value }) => {
    if (value.kind === 'list') return value.items.flatMap((item) => one(item, problems));
    if (value.kind === 'map') return value.entries.flatMap((entry) => byTitle(entry, problems));
    problems.error('wrong-type', keySpan, `"${key}" must be a list of scenarios, but is ${kindText(value)}. Put each one behind "- ".`);
    return [];
  });
  const taken = new Set<string>();
  for (const { id, span } of found) {
    if (id === '') continue;
    if (taken.has(id)) problems.error('duplicate-id', span, `Two scenarios have the id "${id}". Give one of them another.`);
    taken.add(id);
  }
  let count = 0;
  return found.map(({ id: written, title, steps, rest }) => {
    let id = written;
    while (id === '') {
      const next = `S-${++count}`;
      if (!taken.has(next)) id = next;
    }
    return { id, title, steps, rest };
  });
}

interface Found extends Scenario {
  readonly span: Span;
}

function byTitle({ key, keySpan, value }: Entry, problems: Problems): Found[] {
  if (value.kind === 'map') return [described(new MapReader(value, problems), keySpan, key, problems)];
  const steps = value.kind === 'list' ? value.items.flatMap((item) => step(item, problems)) : lines(value.text);
  return [{ id: '', title: key, steps, rest: {}, span: keySpan }];
}

function one(item: Tree, problems: Problems): Found[] {
  if (item.kind === 'scalar' && !isEmpty(item)) {
    const [title, ...steps] = lines(item.text);
    return [{ id: '', title: title!, steps, rest: {}, span: item }];
  }
  if (item.kind === 'map') {
    const only = item.entries[0];
    if (item.entries.length === 1 && only && !['title', 'name', 'scenario', 'description', 'id', 'steps', ...WORDS].includes(plainName(only.key))) return byTitle(only, problems);
    return [described(new MapReader(item, problems), tokenOf(item), '', problems)];
  }
  problems.error('wrong-type', tokenOf(item), `A scenario must be a text, or a map with "title" and "given", "when", "then" (or "steps"), but is ${kindText(item)}.`);
  return [];
}

function described(reader: MapReader, span: Span, key: string, problems: Problems): Found {
  const id = reader.text('id');
  const title = reader.text('title', 'name', 'scenario') || key;
  const description = reader.text('description', 'summary');
  const worded = reader.takeWhere((entry) => WORDS.includes(plainName(entry.key))).flatMap((entry) => wordedSteps(entry, problems));
  const listed = reader.takeAll('steps').flatMap((entry) => (entry.value.kind === 'list' ? entry.value.items.flatMap((item) => step(item, problems)) : lines(textOf(entry, problems))));
  const steps = [...worded, ...listed];
  if (!title && !description && steps.length === 0) problems.error('missing-text', span, 'A scenario says nothing. Add "title: …" and its steps.');
  // Without a title, its first words are one.
  return { id, title: title || description || steps[0] || '', steps: title && description ? [description, ...steps] : steps, rest: reader.rest(), span };
}

/** `given: …`, or a list of them. */
function wordedSteps({ key, keySpan, value }: Entry, problems: Problems): string[] {
  const word = key.charAt(0).toUpperCase() + key.slice(1).toLowerCase();
  const items = value.kind === 'list' ? value.items : [value];
  return items.flatMap((item, i) => {
    if (item.kind === 'scalar') return isEmpty(item) ? [] : [`${i === 0 ? word : 'And'} ${item.text.trim()}`];
    problems.error('wrong-type', tokenOfEntry({ key, keySpan, value: item }), `"${key}" must be a text or a list of texts, but holds ${kindText(item)}. Put quotes around a text with a colon.`);
    return [];
  });
}

function step(item: Tree, problems: Problems): string[] {
  if (item.kind === 'scalar') return isEmpty(item) ? [] : [item.text.trim()];
  if (item.kind === 'map') return item.entries.flatMap((entry) => (WORDS.includes(plainName(entry.key)) ? wordedSteps(entry, problems) : [`${entry.key}: ${entry.value.kind === 'scalar' ? entry.value.text.trim() : JSON.stringify(valueOf(entry.value))}`]));
  problems.error('wrong-type', tokenOf(item), 'A step must be a text. Put quotes around it.');
  return [];
}

function lines(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean);
}
