import { dedent, type DocParts, type ParamDoc } from '../docs';

/** Spreads a YARD comment. Tags that describe neither a parameter nor the result stay in the text, as written; RDoc's directives are dropped. */
export function parseYard(comment: string): DocParts {
  const params = new Map<string, ParamDoc>();
  const text: string[] = [];
  const results: string[] = [];
  const throws = new Map<string, string>();
  let resultType: string | undefined;
  for (const block of tagBlocks(withCode(comment))) {
    const [, tag, rest = ''] = /^@(\w+)[ \t]*([\s\S]*)$/.exec(block) ?? [];
    switch (tag) {
      case 'param':
        addParam(params, rest);
        break;
      case 'option':
        addOption(params, rest);
        break;
      case 'return': {
        const { type, text: said } = readTyped(rest);
        resultType ??= type;
        if (said !== '') results.push(said);
        break;
      }
      case 'raise': {
        const { type = '', text: said } = readTyped(rest);
        if (type === '') text.push(block);
        else throws.set(type, said);
        break;
      }
      case 'example':
        text.push(example(rest));
        break;
      default:
        text.push(block);
    }
  }
  return {
    text: text.join('\n\n').replace(/\n{3,}/g, '\n\n').trim(),
    params,
    ...(throws.size > 0 && { throws }),
    ...(results.length > 0 && { result: results.join('; ') }),
    ...(resultType && { resultType, type: resultType }),
  };
}

/** `{Queue#limit}` and `+limit+` are code. */
function withCode(comment: string): string {
  return comment.replace(/(?<![`\w#$])\{(?:#|(?=[A-Z]))([\w:.#?!=]+)\}/g, '`$1`').replace(/(?<![\w`+])\+([\w:.#?!=@]+)\+(?![\w`+])/g, '`$1`');
}

/** `@example title`, with the code below it. */
function example(rest: string): string {
  const [title = '', ...code] = rest.split('\n');
  const lines = dedent(['', ...code].join('\n'));
  return `Example${title.trim() === '' ? '' : ` (${title.trim()})`}:\n\n\`\`\`ruby\n${lines}\n\`\`\``;
}

/** The description, then one block a tag, with the lines that are indented below it. */
function tagBlocks(comment: string): string[] {
  const blocks: string[][] = [[]];
  for (const line of comment.split('\n')) {
    if (/^\s*:(?:nodoc|doc|stopdoc|startdoc|notnew|call-seq|markup|section|category|include|main|title)\b[^:]*:.*$/.test(line)) continue;
    const inTag = blocks.at(-1)![0]?.startsWith('@') === true;
    if (/^@!?\w+/.test(line)) blocks.push([line]);
    else if (inTag && line !== '' && !/^\s{2,}/.test(line)) blocks.push([line]);
    else blocks.at(-1)!.push(line);
  }
  return blocks.map((lines) => lines.join('\n').trimEnd()).filter((block) => block !== '');
}

/** `[Type, Other] text`. */
function readTyped(text: string): { type?: string; text: string } {
  const found = /^\[([^[\]]*(?:\[[^[\]]*\][^[\]]*)*)\]\s*([\s\S]*)$/.exec(text.trim());
  return found ? { type: found[1]!.trim(), text: folded(found[2]!) } : { text: folded(text) };
}

/** `name [Type] text` or `[Type] name text`. */
function addParam(params: Map<string, ParamDoc>, rest: string): void {
  const first = readTyped(rest);
  const [, written = '', after = ''] = /^(\S+)\s*([\s\S]*)$/.exec(first.text) ?? [];
  const second = first.type === undefined ? readTyped(after) : { type: first.type, text: after };
  const name = written.replace(/^[*&]+|:$/g, '');
  if (name !== '') params.set(name, { text: folded(second.text), ...(second.type && { type: second.type }) });
}

/** `opts [Type] :key (default) text` is told with `opts`. */
function addOption(params: Map<string, ParamDoc>, rest: string): void {
  const [, name = '', after = ''] = /^(\S+)\s*([\s\S]*)$/.exec(rest.trim()) ?? [];
  const { type, text } = readTyped(after);
  const [, key = '', fallback, said = ''] = /^:?(\S+)\s*(?:\(([^)]*)\)\s*)?([\s\S]*)$/.exec(text) ?? [];
  const known = params.get(name) ?? { text: '' };
  const notes = [type, fallback && `default \`${fallback}\``].filter(Boolean).join(', ');
  const line = `\`${key}\`${notes ? ` (${notes})` : ''}${said ? `: ${said}` : ''}`;
  params.set(name, { ...known, text: known.text === '' ? line : `${known.text}; ${line}` });
}

function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
