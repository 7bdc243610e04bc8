/** A doc comment, spread to what it tells of. */
export interface DocParts {
  /** Description, and block tags that belong to nothing else (`@deprecated`, `@example`, `:rtype:`-free). */
  readonly text: string;
  readonly params: ReadonlyMap<string, ParamDoc>;
  readonly result?: string;
  /** Errors, where the language's doc comments name them apart (`@throws`, `<exception>`). */
  readonly throws?: ReadonlyMap<string, string>;
  /** Type of the result, where only the comment gives it. */
  readonly resultType?: string;
  /** Type of a constant or property, where only the comment gives it. */
  readonly type?: string;
}

export interface ParamDoc {
  readonly text: string;
  readonly type?: string;
  readonly optional?: boolean;
  readonly default?: string;
}

/** Takes away the indentation that all lines after the first share, and blank lines around. */
export function dedent(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n').map((line) => line.replace(/\s+$/, '').replace(/\t/g, '        '));
  const indents = lines.slice(1).filter((line) => line !== '').map((line) => /^ */.exec(line)![0].length);
  const shared = Math.min(...indents, 1000);
  const dedented = [lines[0]!.trimStart(), ...lines.slice(1).map((line) => line.slice(shared))];
  while (dedented.length > 0 && dedented[0] === '') dedented.shift();
  while (dedented.length > 0 && dedented.at(-1) === '') dedented.pop();
  return dedented.join('\n');
}

/** A block comment's text, without the stars and the marks at its ends. */
export function jsDocText(comment: string): string {
  const inside = comment.replace(/^\/\*\*?/, '').replace(/\*\/$/, '');
  const lines = inside.replace(/\r\n?/g, '\n').split('\n').map((line, index) => (index === 0 ? line.trim() : line.replace(/^\s*\* ?/, (star) => (star.includes('*') ? '' : star))));
  return dedent(['', ...lines].join('\n'));
}

const TAG = /^@([A-Za-z][\w-]*)\b[ \t]*/;

/** Spreads a JSDoc or TSDoc comment. Tags that describe neither a parameter nor the result stay in the text, as written. */
export function parseJsDoc(comment: string): DocParts {
  const params = new Map<string, ParamDoc>();
  const throws = new Map<string, string>();
  const text: string[] = [];
  let result: string | undefined;
  let resultType: string | undefined;
  let type: string | undefined;
  for (const block of tagBlocks(jsDocText(comment), TAG)) {
    const tag = TAG.exec(block)?.[1];
    const rest = tag === undefined ? block : block.slice(TAG.exec(block)![0].length);
    switch (tag) {
      case 'param':
      case 'arg':
      case 'argument': {
        const param = readJsDocParam(rest);
        if (!param) text.push(block);
        else if (param.name.includes('.')) addNested(params, param);
        else params.set(param.name, param.doc);
        break;
      }
      case 'return':
      case 'returns': {
        const { type: given, rest: said } = readJsDocType(rest);
        resultType = given;
        result = said.replace(/^-\s+/, '').trim() || undefined;
        break;
      }
      case 'throws':
      case 'exception': {
        const { type: error, rest: said } = readJsDocType(rest);
        if (error) throws.set(error, said.replace(/^-\s+/, '').trim());
        else text.push(block);
        break;
      }
      case 'type': {
        type = readJsDocType(rest).type;
        break;
      }
      case 'description':
      case 'desc':
      case 'summary':
        text.push(rest.trim());
        break;
      case 'example':
        text.push(example(rest));
        break;
      case 'constructor':
      case 'class':
        // What the code says by itself.
        if (rest.trim() !== '') text.push(rest.trim());
        break;
      default:
        text.push(block);
    }
  }
  return {
    text: text.join('\n\n').trim(),
    params,
    ...(throws.size > 0 && { throws }),
    ...(result !== undefined && { result }),
    ...(resultType !== undefined && { resultType }),
    ...(type !== undefined && { type }),
  };
}

/** The description, then one block a tag. A tag inside a fenced example begins no block. */
export function tagBlocks(text: string, tag: RegExp): string[] {
  const blocks: string[] = [];
  let current: string[] = [];
  let fenced = false;
  for (const line of text.split('\n')) {
    if (/^\s*```/.test(line)) fenced = !fenced;
    if (!fenced && tag.test(line.trimStart())) {
      blocks.push(current.join('\n').trimEnd());
      current = [line.trimStart()];
    } else current.push(line);
  }
  blocks.push(current.join('\n').trimEnd());
  return blocks.filter((block) => block !== '');
}

/** An example is code, mostly in a fence, perhaps below a title. */
function example(rest: string): string {
  const [, title = '', code = rest] = /^(?:<caption>)?([^\n]*?)(?:<\/caption>)?\n([\s\S]*)$/.exec(rest) ?? [];
  const head = `Example${title.trim() === '' ? '' : ` (${title.trim()})`}:`;
  return /^\s*(?:```|~~~)/m.test(code) ? `${head}\n\n${code.trim()}` : `${head}\n\n\`\`\`\n${dedent(`\n${code}`)}\n\`\`\``;
}

/** `{type}` with balanced braces, and what follows. */
function readJsDocType(text: string): { type?: string; rest: string } {
  if (!text.startsWith('{')) return { rest: text };
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return { type: text.slice(1, at).replace(/\s+/g, ' ').trim(), rest: text.slice(at + 1).trimStart() };
  }
  return { rest: text };
}

function readJsDocParam(text: string): { name: string; doc: ParamDoc } | undefined {
  const { type, rest } = readJsDocType(text);
  const found = /^(?:\[\s*([\w$.[\]]+?)\s*(?:=\s*([^\]]*?))?\s*\]|([\w$.[\]]+))(?:\s+-(?=\s)|\s*:(?=\s))?\s*/.exec(rest);
  if (!found) return undefined;
  const name = (found[1] ?? found[3] ?? '').replace(/\[\]/g, '');
  const after = rest.slice(found[0].length).replace(/^-\s+/, '');
  const optional = found[1] !== undefined || type?.endsWith('=') === true;
  return {
    name,
    doc: { text: after.trim(), ...(type && { type: type.replace(/=$/, '') }), ...(optional && { optional }), ...(found[2] && { default: found[2] }) },
  };
}

/** `@param options.timeout` is told with `options`. */
function addNested(params: Map<string, ParamDoc>, param: { name: string; doc: ParamDoc }): void {
  const dot = param.name.indexOf('.');
  const name = param.name.slice(0, dot);
  const known = params.get(name) ?? { text: '' };
  const about = [param.doc.type, param.doc.default && `default \`${param.doc.default}\``].filter(Boolean).join(', ');
  const line = `\`${param.name.slice(dot + 1)}\`${about ? ` (${about})` : ''}${param.doc.text ? `: ${param.doc.text}` : ''}`;
  params.set(name, { ...known, text: known.text === '' ? line : `${known.text.replace(/\.$/, '')}; ${line}` });
}
