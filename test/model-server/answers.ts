import { createHash } from 'node:crypto';
import type { RequestedBatch, RequestedItem } from './items';
import { CHARACTERS_PER_TOKEN, countTokens } from './tokens';

/** Ten digits that say which text was shown: a spec made from another text has others. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

/** The source that an item of kind `code` shows. */
export function codeOf({ content }: RequestedItem): string {
  return /^Code:\n([^]*)$/m.exec(content)?.[1]?.replace(/\n$/, '') ?? '';
}

/** The file that an item of kind `bodies` shows, with its bodies missing. */
export function skeletonOf({ content }: RequestedItem): string {
  const [, shown = ''] = content.split('The file as it is, its bodies still missing:\n');
  return shown.split('\n\nSpecification:\n')[0]!.replace(/\n$/, '');
}

/** Follows from the item alone, so that a test can tell the right spec from a wrong one: Markdown; of code, the source as it is shown; of missing bodies, ones that fail in words of their own; of a file, one that says no more than what was shown for it; of a review, that nothing was found. */
export function defaultAnswer(item: RequestedItem): string {
  if (item.kind === 'bodies') return `---\n${skeletonOf(item).replaceAll('not implemented', `answered ${fingerprint(item.content)}`)}`;
  if (item.kind === 'review') return 'No findings.';
  if (item.kind === 'code') return `---\n${codeOf(item)}`;
  if (item.kind === 'file') return fileAnswer(item);
  const rules = calledNames(item.content).map((name) => `- When \`${name}\` fails, the failure reaches the caller.`);
  return [
    `**Purpose.** Describes \`${item.symbol ?? item.path}\` of \`${item.path}\`.`,
    ...(rules.length > 0 ? [rules.join('\n')] : []),
    `Fingerprint of what was shown: ${fingerprint(item.content)}.`,
  ].join('\n\n');
}

/** A file that parses, by its name. */
function fileAnswer({ path, content }: RequestedItem): string {
  const answered = `answered ${fingerprint(content)}`;
  const [extension] = /\.[^./]+$/.exec(path) ?? [''];
  switch (extension) {
    case '.go':
      return `// ${answered}\npackage ${path.startsWith('cmd/') ? 'main' : (path.split('/').at(-2) ?? 'main').replace(/\W/g, '')}`;
    case '.ts':
      return `// ${answered}\nexport {};`;
    case '.py':
      return `# ${answered}`;
    default:
      return answered;
  }
}

const NO_CALLS = new Set(
  'if for while switch catch return function def class with elif await typeof new and or not in except print super'.split(
    ' ',
  ),
);

/** The first three names that the item's code calls: real identifiers, in the order in which they stand. */
export function calledNames(code: string): string[] {
  const names = [...code.matchAll(/(?<![\w$])([A-Za-z_$][\w$]{2,})\(/g)]
    .map((match) => match[1]!)
    .filter((name) => !NO_CALLS.has(name));
  return [...new Set(names)].slice(0, 3);
}

const SENTENCES = [
  'The result follows from the arguments alone.',
  'An empty input gives an empty result.',
  'The order of the entries is kept as it was given.',
  'Nothing is written before the check has passed.',
  'A second call with the same arguments changes nothing.',
  'Callers see either the old state or the new one.',
];

/** Lengthens a text with plain prose to exactly so many tokens; a text that is longer already stays as it is. */
export function padToTokens(text: string, tokens: number): string {
  if (countTokens(text) >= tokens) return text;
  const wanted = tokens * CHARACTERS_PER_TOKEN;
  let padded = `${text}\n\n`;
  for (let n = 0; padded.length < wanted; n++) padded += `${SENTENCES[n % SENTENCES.length]} `;
  return `${padded.slice(0, wanted - 1).trimEnd()}.`;
}

/** What is wrong with an answer on purpose. `item` counts from 0. */
export type Damage =
  | { readonly kind: 'missing-item'; readonly item?: number }
  | { readonly kind: 'doubled-item'; readonly item?: number }
  /** No closing tag. */
  | { readonly kind: 'unclosed-item'; readonly item?: number }
  /** An id that was not asked for. */
  | { readonly kind: 'wrong-id'; readonly item?: number }
  | { readonly kind: 'text-around' };

export interface RenderedAnswer {
  readonly text: string;
  /** Where each element ends in `text`, in characters. */
  readonly itemEnds: readonly number[];
}

/** The answer to a batch: one element for each item, in the same order. */
export function renderAnswer(
  batch: RequestedBatch,
  answerOf: (item: RequestedItem) => string,
  damage?: Damage,
): RenderedAnswer {
  const chatter = damage?.kind === 'text-around';
  let text = chatter ? 'Here are the sections that you asked for:\n\n' : '';
  const itemEnds: number[] = [];
  batch.items.forEach((item, index) => {
    const kind = damage && damage.kind !== 'text-around' && index === (damage.item ?? 0) ? damage.kind : undefined;
    if (kind === 'missing-item') return;
    const id = kind === 'wrong-id' ? item.id + 1_000 : item.id;
    const closing = kind === 'unclosed-item' ? '' : `</${batch.tag}>\n`;
    const element = `<${batch.tag} id="${id}">\n${answerOf(item)}\n${closing}`;
    text += kind === 'doubled-item' ? element + element : element;
    itemEnds.push(text.length);
    if (chatter) text += 'And the next one:\n\n';
  });
  return { text: chatter ? `${text}Let me know if you need anything else.\n` : text, itemEnds };
}
