import { dedent, type DocParts, type ParamDoc } from './docs';

const GOOGLE_PARAMS = /^(?:Args|Arguments|Parameters|Params|Keyword Args|Keyword Arguments|Other Parameters|Attributes):\s*$/;
const GOOGLE_RAISES = /^(?:Raises|Exceptions):\s*$/;
const GOOGLE_RESULT = /^(?:Returns|Return|Yields):\s*$/;
const GOOGLE_SECTION = /^(?:[A-Z][\w ]{2,30}):\s*$/;
const NUMPY_UNDERLINE = /^-{3,}\s*$/;
const SPHINX_FIELD = /^:(\w+)(?:\s+([^:]*?))?\s*:\s*(.*)$/;

/** Spreads a Python docstring in Google's, NumPy's or Sphinx's style; sections that describe neither a parameter nor the result stay in the text. */
export function parseDocstring(raw: string): DocParts {
  const lines = dedent(raw).split('\n');
  const params = new Map<string, ParamDoc>();
  const throws = new Map<string, string>();
  const text: string[] = [];
  let result: string | undefined;
  let resultType: string | undefined;
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]!;
    const isNumpy = NUMPY_UNDERLINE.test(lines[at + 1] ?? '') && /^\w/.test(line);
    if (isNumpy) {
      const end = numpyEnd(lines, at + 2);
      const section = lines.slice(at + 2, end);
      const title = line.trim();
      if (/^(?:Other )?Parameters$|^Args$|^Attributes$/.test(title)) for (const [name, doc] of numpyEntries(section)) addParam(params, name, doc);
      else if (title === 'Raises') for (const [name, doc] of numpyEntries(section)) throws.set(name, doc.text);
      else if (/^(?:Returns|Yields)$/.test(title)) ({ text: result, type: resultType } = numpyResult(section));
      else text.push(...lines.slice(at, end));
      at = end;
    } else if (GOOGLE_PARAMS.test(line) || GOOGLE_RESULT.test(line) || GOOGLE_RAISES.test(line)) {
      const end = indentedEnd(lines, at + 1);
      const section = dedent(['', ...lines.slice(at + 1, end)].join('\n'));
      if (section === '') text.push(line);
      else if (GOOGLE_PARAMS.test(line)) for (const [name, doc] of googleEntries(section)) addParam(params, name, doc);
      else if (GOOGLE_RAISES.test(line)) for (const [name, doc] of googleEntries(section)) throws.set(name, doc.text);
      else ({ text: result, type: resultType } = googleResult(section));
      at = section === '' ? at + 1 : end;
    } else if (SPHINX_FIELD.test(line)) {
      const [, field = '', subject = '', first = ''] = SPHINX_FIELD.exec(line)!;
      const end = indentedEnd(lines, at + 1, false);
      const said = [first, ...lines.slice(at + 1, end).map((more) => more.trim())].join('\n').trim();
      if (/^(?:param|parameter|arg|argument|key|keyword)$/.test(field)) {
        const words = subject.trim().split(/\s+/);
        const name = words.pop() ?? '';
        addParam(params, name, { text: said, ...(words.length > 0 && { type: words.join(' ') }) });
      } else if (field === 'type') addParam(params, subject.trim(), { text: '', type: said });
      else if (/^(?:raises?|except|exception)$/.test(field) && subject !== '') throws.set(subject.trim(), said);
      else if (field === 'return' || field === 'returns') result = said;
      else if (field === 'rtype') resultType = said;
      else text.push(...lines.slice(at, end));
      at = end;
    } else {
      text.push(line);
      at++;
    }
  }
  return {
    text: text.join('\n').replace(/\n{3,}/g, '\n\n').trim(),
    params,
    ...(throws.size > 0 && { throws }),
    ...(result && { result }),
    ...(resultType && { resultType }),
  };
}

function addParam(params: Map<string, ParamDoc>, names: string, doc: ParamDoc): void {
  for (const written of names.split(',')) {
    const name = written.trim().replace(/^\\?\*+/, '').replace(/^\\\*/, '');
    const known = params.get(name);
    params.set(name, { ...known, ...doc, text: doc.text || (known?.text ?? '') });
  }
}

/** Up to the next line that is not indented; blank lines at the end belong to what follows. */
function indentedEnd(lines: readonly string[], from: number, overBlank = true): number {
  let at = from;
  while (at < lines.length && (/^\s+\S/.test(lines[at]!) || (overBlank && lines[at] === '' && /^\s+\S/.test(lines.slice(at).find((line) => line !== '') ?? '')))) at++;
  return at;
}

function numpyEnd(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && !(NUMPY_UNDERLINE.test(lines[at + 1] ?? '') && /^\w/.test(lines[at]!)) && !GOOGLE_SECTION.test(lines[at]!)) at++;
  return at;
}

/** `name (type): text`, further lines indented. */
function googleEntries(section: string): [string, ParamDoc][] {
  const entries: [string, ParamDoc][] = [];
  for (const line of section.split('\n')) {
    const found = /^([\\*\w., ]+?)\s*(?:\(([^)]*(?:\([^)]*\)[^)]*)*)\))?\s*:(?:\s+(.*)|$)/.exec(line);
    const last = entries.at(-1);
    if (found && !line.startsWith(' ')) {
      const type = found[2]?.replace(/,?\s*\boptional\b/, '').trim();
      entries.push([found[1]!, { text: found[3] ?? '', ...(type && { type }) }]);
    } else if (last) last[1] = { ...last[1], text: `${last[1].text}\n${line.trim()}`.trim() };
  }
  return entries;
}

function googleResult(section: string): { text?: string; type?: string } {
  const found = /^([\w.[\], |]+?):\s+([\s\S]+)$/.exec(section);
  if (found && !/\s(?:is|are|the|if|of)\s/.test(found[1]!)) return { type: found[1]!, text: found[2]!.replace(/\n\s+/g, '\n') };
  return { text: section };
}

/** `name : type`, the text indented below. */
function numpyEntries(section: readonly string[]): [string, ParamDoc][] {
  const entries: [string, ParamDoc][] = [];
  for (const line of section) {
    const found = /^([\\*\w, .]+?)(?:\s*:\s*(.*))?$/.exec(line);
    const last = entries.at(-1);
    if (found && /^\S/.test(line)) {
      const type = found[2]?.replace(/,?\s*\boptional\b/, '').trim();
      entries.push([found[1]!, { text: '', ...(type && { type }) }]);
    } else if (last) last[1] = { ...last[1], text: `${last[1].text}\n${line.trim()}`.trim() };
  }
  return entries;
}

function numpyResult(section: readonly string[]): { text?: string; type?: string } {
  const entries = numpyEntries(section);
  if (entries.length === 1 && entries[0]![1].text !== '') return { type: entries[0]![1].type ?? entries[0]![0], text: entries[0]![1].text };
  return { text: dedent(section.join('\n')) };
}
