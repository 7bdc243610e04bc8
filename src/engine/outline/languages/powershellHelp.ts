import type { DocParts, ParamDoc } from '../docs';
import { dedent } from '../docs';

const SHOWN: Readonly<Record<string, string>> = { INPUTS: 'Input', NOTES: 'Notes', LINK: 'See', COMPONENT: 'Component', ROLE: 'Role', FUNCTIONALITY: 'Functionality' };

/** Spreads comment-based help: what `.PARAMETER` and `.OUTPUTS` say goes where it belongs, the rest is text. Names of parameters are in lower case. */
export function parseHelp(comment: string): DocParts {
  const params = new Map<string, ParamDoc>();
  const text: string[] = [];
  let result: string | undefined;
  for (const { keyword, subject, body } of sectionsOf(comment)) {
    if (keyword === 'PARAMETER') params.set(subject.toLowerCase(), { text: body.replace(/\s+/g, ' ') });
    else if (keyword === 'OUTPUTS') result = [subject, body].filter(Boolean).join(' ').replace(/\s+/g, ' ');
    else if (keyword === 'EXAMPLE') text.push(`Example:\n\n\`\`\`powershell\n${body}\n\`\`\``);
    else if (SHOWN[keyword] !== undefined) text.push(`${SHOWN[keyword]}: ${[subject, body].filter(Boolean).join(' ')}`);
    else text.push([subject, body].filter(Boolean).join('\n'));
  }
  return { text: text.filter(Boolean).join('\n\n').trim(), params, ...(result && { result }) };
}

interface Section {
  readonly keyword: string;
  readonly subject: string;
  readonly body: string;
}

function sectionsOf(comment: string): Section[] {
  const sections: { keyword: string; subject: string; lines: string[] }[] = [{ keyword: '', subject: '', lines: [] }];
  for (const line of comment.split('\n')) {
    const found = /^\s*\.([A-Za-z]+)(?:[ \t]+(\S.*))?\s*$/.exec(line);
    if (found) sections.push({ keyword: found[1]!.toUpperCase(), subject: found[2]?.trim() ?? '', lines: [] });
    else sections.at(-1)!.lines.push(line);
  }
  return sections.map(({ keyword, subject, lines }) => ({ keyword, subject, body: dedent(['', ...lines].join('\n')) })).filter(({ keyword, body }) => keyword !== '' || body !== '');
}
