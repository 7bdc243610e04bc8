/** The HTML comments around the sections of a spec, which a preview does not show. Without imports: the editor reads them too, and its own bundle stays small. */
export const OPEN = /^<!-- specwright:section (.*?) ?-->\s*$/;
export const CLOSE = /^<!-- \/specwright:section -->\s*$/;
export const PROSE = /^<!-- specwright:prose(?: (.*?))? ?-->\s*$/;

export function printAttributes(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join('');
}

export function readAttributes(text: string): Map<string, string> {
  return new Map([...text.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, name, value]) => [name!, unescapeAttribute(value!)]));
}

/** Two hyphens or a bracket could end the comment, and a line break in a name (`{ '\n': … }`) its line. What is read back is the same, or the section would not be found again. */
function escapeAttribute(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/--/g, '&#45;&#45;').replace(/[^\S ]/g, (space) => `&#${space.charCodeAt(0)};`);
}

function unescapeAttribute(value: string): string {
  return value.replace(/&#(\d{1,5});/g, (_, code: string) => String.fromCharCode(Number(code))).replace(/&gt;/g, '>').replace(/&lt;/g, '<').replace(/&quot;/g, '"').replace(/&amp;/g, '&');
}
