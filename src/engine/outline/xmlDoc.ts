import { dedent, type DocParts, type ParamDoc } from './docs';

/** Spreads a C# documentation comment (`/// <summary>…`), its slashes taken off already; its XML becomes Markdown. */
export function parseXmlDoc(comment: string): DocParts {
  const params = new Map<string, ParamDoc>();
  const throws = new Map<string, string>();
  const text: string[] = [];
  let result: string | undefined;
  let rest = comment;
  const take = (pattern: RegExp, use: (name: string, said: string) => void): void => {
    rest = rest.replace(pattern, (_, name: string, said: string | undefined) => {
      use(name, xmlToMarkdown(said ?? ''));
      return '';
    });
  };
  take(/<param\s+name="([^"]*)"\s*(?:\/>|>([\s\S]*?)<\/param>)/g, (name, said) => params.set(name, { text: said }));
  take(/<exception\s+cref="([^"]*)"\s*(?:\/>|>([\s\S]*?)<\/exception>)/g, (name, said) => throws.set(crefText(name), [throws.get(crefText(name)), said].filter(Boolean).join(' ')));
  take(/<(returns)>([\s\S]*?)<\/returns>/g, (_, said) => (result = said));
  take(/<(summary)>([\s\S]*?)<\/summary>/g, (_, said) => text.push(said));
  take(/<(value|remarks)>([\s\S]*?)<\/(?:value|remarks)>/g, (_, said) => text.push(said));
  take(/<typeparam\s+name="([^"]*)"\s*(?:\/>|>([\s\S]*?)<\/typeparam>)/g, (name, said) => said && text.push(`\`<${name}>\`: ${said}`));
  take(/<(example)>([\s\S]*?)<\/example>/g, (_, said) => text.push(said));
  take(/<(inheritdoc|include|completionlist)\b[^>]*?(?:\/>|>([\s\S]*?)<\/\1>)/g, () => undefined);
  const left = xmlToMarkdown(rest);
  return { text: [...text, left].filter(Boolean).join('\n\n'), params, throws, ...(result && { result }) };
}

function xmlToMarkdown(xml: string): string {
  const kept: string[] = [];
  const keep = (text: string): string => `\u0000${kept.push(text) - 1}\u0000`;
  const markdown = xml
    .replace(/<code\b[^>]*>([\s\S]*?)<\/code>/g, (_, code: string) => `\n${keep(`\`\`\`\n${entities(dedent(`\n${code}`))}\n\`\`\``)}\n`)
    .replace(/<c>([\s\S]*?)<\/c>/g, (_, code: string) => keep(`\`${entities(code.trim())}\``))
    .replace(/<(?:see|seealso)\s+(?:cref|langword|href)="([^"]*)"\s*(?:\/>|>([\s\S]*?)<\/(?:see|seealso)>)/g, (_, target: string, label?: string) => label?.trim() || keep(/^https?:/.test(target) ? target : `\`${crefText(target)}\``))
    .replace(/<(?:paramref|typeparamref)\s+name="([^"]*)"\s*\/>/g, (_, name: string) => keep(`\`${name}\``))
    .replace(/\s*<\/item>/g, '')
    .replace(/\s*<item>\s*/g, '\n- ')
    .replace(/<\/term>\s*<description>/g, ': ')
    .replace(/<\/?(?:b|strong)>/g, '**')
    .replace(/<\/?(?:i|em)>/g, '*')
    .replace(/\s*<(?:para|br)\s*\/?>\s*/g, '\n\n')
    .replace(/\s*<list\b[^>]*>\s*|\s*<\/list>\s*/g, '\n\n')
    .replace(/\s*<\/?(?:para|item|term|description|listheader)>\s*/g, ' ');
  return entities(markdown)
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/\n{2,}(?=- )/g, '\n')
    .replace(/^(?!- )([^\n]+)\n(?=- )/gm, '$1\n\n')
    .replace(/\n{3,}/g, '\n\n')
    // eslint-disable-next-line no-control-regex -- our own mark
    .replace(/\u0000(\d+)\u0000/g, (_, index: string) => kept[Number(index)]!)
    .trim();
}

/** `T:System.IO.IOException` and `List{T}` as a reader writes them. */
function crefText(cref: string): string {
  return entities(cref).replace(/^[A-Z]:/, '').replace(/^(?:[A-Z]\w*\.)+(?=[A-Z]\w*Exception$)/, '').replace(/\{/g, '<').replace(/\}/g, '>');
}

function entities(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, '&');
}
