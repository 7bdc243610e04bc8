import { jsDocText, tagBlocks, type DocParts, type ParamDoc } from './docs';

/** A type may hold spaces inside of brackets: `array<int, string>|null`. */
const TYPE = String.raw`((?:[^\s<>(){}]|<(?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*>|\([^()]*\)(?::\s*[^\s]+)?|\{[^{}]*\})+)`;
const PARAM = new RegExp(`^(?:${TYPE}\\s+)?&?(?:\\.\\.\\.)?(\\$\\w+)\\s*([\\s\\S]*)$`);
const TYPED = new RegExp(`^${TYPE}\\s*([\\s\\S]*)$`);
const TAG = /^@([A-Za-z][\w\\-]*)\b[ \t]*/;
/** What tools and lawyers want to know is no fact about the code. */
const LEFT_OUT = /^(?:author|copyright|license|package|subpackage|category|version|phpstan|psalm|phpcs|codeCoverageIgnore|noinspection|SuppressWarnings|covers|group|inheritdoc)/i;

/** Spreads a PHPDoc comment. Tags that describe no part of the declaration stay in the text, as written. */
export function parsePhpDoc(comment: string): DocParts {
  const params = new Map<string, ParamDoc>();
  const throws = new Map<string, string>();
  const text: string[] = [];
  let result: string | undefined;
  let resultType: string | undefined;
  let type: string | undefined;
  for (const block of tagBlocks(jsDocText(comment), TAG)) {
    const tag = TAG.exec(block)?.[1];
    const rest = tag === undefined ? block : block.slice(TAG.exec(block)![0].length);
    const [, given = '', said = ''] = TYPED.exec(rest) ?? [];
    if (tag === 'param') {
      const [, paramType, name, words] = PARAM.exec(rest) ?? [];
      if (name) params.set(name, { text: plain(words ?? ''), ...(paramType && { type: paramType }) });
    } else if (tag === 'return') {
      resultType = given || undefined;
      result = plain(said) || undefined;
    } else if (tag === 'throws') for (const name of given.split('|')) throws.set(name.replace(/^.*\\/, ''), plain(said));
    else if (tag === 'var') {
      type = given || undefined;
      if (said) text.push(plain(said.replace(/^\$\w+\s*/, '')));
    } else if (tag === undefined) text.push(plain(block));
    else if (!LEFT_OUT.test(tag)) text.push(plain(block));
  }
  return { text: text.filter(Boolean).join('\n\n'), params, throws, ...(result && { result }), ...(resultType && { resultType }), ...(type && { type }) };
}

function plain(text: string): string {
  return text
    .replace(/\{@inheritdoc\}/gi, '')
    .replace(/\{@(?:see|link)\s+(\S+?)(?:\s+([^}]*))?\}/g, (_, target: string, label?: string) => label ?? `\`${target}\``)
    .trim();
}
