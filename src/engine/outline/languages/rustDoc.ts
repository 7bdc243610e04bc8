import type { DocParts, ParamDoc } from '../docs';

const PARAMS = /^#+\s+(?:Arguments|Parameters|Params|Args)\s*$/i;
const RESULT = /^#+\s+Returns?(?: value)?\s*$/i;
const HEADING = /^#+\s+(.*)$/;
const ENTRY = /^[*-]\s+`?(\w+)`?\s*(?:[-–—:]+)\s*(.*)$/;

/** `# Arguments` as a list of names and `# Returns` are spread; `# Errors`, `# Panics`, `# Safety`, `# Examples` stay, under bold titles. */
export function parseRustDoc(text: string): DocParts {
  const params = new Map<string, ParamDoc>();
  const kept: string[] = [];
  const result: string[] = [];
  let section: 'text' | 'params' | 'result' = 'text';
  let fenced = false;
  let last = '';
  for (const line of text.split('\n')) {
    if (/^\s*```/.test(line)) fenced = !fenced;
    // In an example, such lines are there to make it compile.
    if (fenced && /^\s*#(?:\s|$)/.test(line)) continue;
    const heading = fenced ? null : HEADING.exec(line);
    if (heading) section = PARAMS.test(line) ? 'params' : RESULT.test(line) ? 'result' : 'text';
    const entry = section === 'params' && !heading ? ENTRY.exec(line) : null;
    if (heading && section !== 'text') continue;
    if (heading) kept.push(`**${heading[1]!.trim()}**`);
    else if (entry) params.set((last = entry[1]!), { text: entry[2]! });
    else if (section === 'params' && last !== '' && /^\s+\S/.test(line)) params.set(last, { text: `${params.get(last)!.text}\n${line.trim()}` });
    else if (section === 'result') result.push(line);
    else if (section === 'text' || line.trim() !== '') kept.push(line);
  }
  const said = result.join('\n').trim();
  return { text: kept.join('\n').replace(/\n{3,}/g, '\n\n').trim(), params, ...(said !== '' && { result: said }) };
}
