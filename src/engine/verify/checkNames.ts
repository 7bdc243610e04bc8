import type { Shown } from '../workItem';
import type { BuiltIns } from './builtIns/builtIns';
import { codeSpans, type CodeSpan } from './codeSpans';
import { nearest } from './editDistance';
import type { KnownNames } from './knownNames';
import { mentionsIn, type Mention } from './mentions';
import { NameScope } from './nameScope';

/** What became of the names of one text. It says that names exist and stand where the text has them; it says nothing of what the code does. */
export interface NamesChecked {
  /** Code spans that name something. */
  readonly checked: number;
  /** In the order of the text. */
  readonly unverified: readonly UnverifiedSpan[];
  /** Names that the text could have used instead. */
  readonly usable: readonly string[];
}

export interface UnverifiedSpan extends CodeSpan {
  /** The name in it that was not found. */
  readonly name: string;
  /** A known name that differs in a letter or two. */
  readonly nearest?: string;
}

/**
 * Looks up every name that a text has in code font: members in their own class, parameters among those of the section's own code, then the file, its imports, what they bring
 * from the workspace, and the language's own library. Pure: it follows from the text and what was known of the code.
 * @param known absent: only what was shown, and the libraries of all languages
 */
export function checkNames(text: string, known: KnownNames | undefined, shown: Shown, builtInsOf: (language: string) => BuiltIns): NamesChecked {
  const spans = codeSpans(text);
  if (spans.length === 0) return { checked: 0, unverified: [], usable: [] };
  const language = known?.file.language ?? '';
  const scope = new NameScope(known, shown, builtInsOf(language));
  let checked = 0;
  const unverified: UnverifiedSpan[] = [];
  for (const span of spans) {
    const mentions = mentionsIn(span.text, language);
    if (mentions.length === 0) continue;
    checked++;
    const unknown = scope.isVerbatim(span.text.trim()) ? undefined : mentions.find((mention) => !scope.has(mention));
    if (unknown) unverified.push({ ...span, name: unknown.text, ...nearestTo(unknown, scope) });
  }
  return { checked, unverified, usable: unverified.length > 0 ? scope.usable() : [] };
}

function nearestTo(unknown: Mention, scope: NameScope): { nearest?: string } {
  if (unknown.kind === 'path') return {};
  const found = nearest(unknown.chain.join('.'), scope.candidates(unknown));
  return found === undefined ? {} : { nearest: found };
}
