import { bareName, isCodeShaped } from './identifiers';

/** One thing that a code span names. */
export type Mention =
  | { readonly kind: 'path'; readonly text: string; readonly chain?: readonly string[] }
  | {
      readonly kind: 'name';
      /** As written, without arguments. */
      readonly text: string;
      /** `Queue.add` is two. */
      readonly chain: readonly string[];
      /** It begins with the own object (`this.`, `self.`): the chain is what follows. */
      readonly ofSelf?: boolean;
      /** A member of something that is not named (`.then()`, `f(x).y`). */
      readonly ofSomething?: boolean;
      readonly called?: boolean;
    };

/** What a code span names: nothing, where it is a literal, an operator, a command for a shell, or words. */
export function mentionsIn(span: string, language: string): Mention[] {
  const text = span.trim();
  if (isNoCode(text)) return [];
  if (isPath(text)) return [{ kind: 'path', text, ...(DOTTED.test(text) ? { chain: text.split('.').map(bareName) } : {}) }];
  const code = withoutLiterals(text, language);
  const words = isSentence(code);
  return namesInExpression(code, language).filter((mention) => !words || mention.chain.length > 1 || mention.ofSomething === true || isCodeShaped(mention.chain[0]!));
}

const URL_LIKE = /^[a-z][a-z\d+.-]*:\/\/|^(?:mailto|data|urn):|@[\w-]+\.[a-z]+$|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev)\b/i;
const OPTION = /^(?:-{1,2}[A-Za-z][\w-]*|\/[A-Z?]$)/;
const MIME = /^(?:application|audio|font|image|multipart|text|video|\*)\/[\w.+*-]+/;
const LITERAL = /^(?:"[^"]*"|'[^']*'|`[^`]*`|\/.+\/[dgimsuvy]*|:[a-z_]\w*[?!]?)$/;
const NUMBER = /^[-+±~<>=≤≥≈]*\s*[\d.][\w.,:%+-]*$/;
const TAG = /^<\/?[a-z][\w-]*[^>]*>$/;
const NO_LETTERS = /^[^\p{L}]*$/u;
/** `utf-8`, `no-cache`, `Content-Type`: no identifier, save in shells. */
const HYPHENATED = /^@?[\p{L}\d]+(?:-[\p{L}\d.]+)+$/u;
const GLOB = /[*?]{2}|(?:^|\/)\*\.|[\w}]\/\*|^\.[a-z\d]+$|^!/i;
const COMMAND = /^(?:\$ |> |(?:sudo|npm|npx|pnpm|yarn|bun|deno|node|git|pip3?|pipx|uv|python3?|go|cargo|rustup|mvn|gradle|docker|kubectl|curl|wget|brew|apt|apt-get|cd|mkdir|rm|cp|mv|ls|cat|echo|export|make|cmake|gem|bundle|composer|dotnet|tsc|eslint|bash|sh) )/;

function isNoCode(text: string): boolean {
  return [NO_LETTERS, NUMBER, LITERAL, URL_LIKE, OPTION, MIME, TAG, HYPHENATED, GLOB, COMMAND].some((form) => form.test(text)) || text.includes('SPECWRIGHT_SECRET_');
}

const EXTENSION = /\.(?:[cm]?[jt]sx?|json[5c]?|md|ya?ml|toml|ini|cfg|conf|env|txt|csv|tsv|xml|html?|s?css|less|svg|png|jpe?g|gif|ico|py|pyi|go|mod|sum|rs|java|kt|cs|csproj|sln|php|rb|gemspec|sh|bash|zsh|ps1|psm1|psd1|c|cc|cpp|cxx|h|hh|hpp|hxx|sql|lock|log|wasm|map|node|so|dll|exe|zip|tar|gz|tgz|vue|svelte|graphql|proto)$/i;
const DOTTED = /^[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)+$/u;

/** Without a space: with one around it a slash divides. */
function isPath(text: string): boolean {
  if (/[\s(){}|<>=;,"'`]/.test(text) || text.includes('::')) return false;
  return text.includes('/') || EXTENSION.test(text);
}

function withoutLiterals(text: string, language: string): string {
  // A single quote begins a lifetime in Rust, and nothing at all in a word.
  const strings = language === 'rust' ? /"(?:\\.|[^"\\])*"/g : /"(?:\\.|[^"\\])*"|(?<![\w])'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`/g;
  return text.replace(strings, '""').replace(/(?<![\w$.])(?:\d+(?:\.\d+)+[\w.+-]*|\d[\w.]*)/g, '0').replace(/(?:\/\/|(?<=\s)#\s).*$/, '');
}

/** Two plain words with nothing but a space between them are a sentence, a message or a command, unless one of them is a word of a language. */
function isSentence(code: string): boolean {
  return /(?<![\p{L}\p{N}_$.])(\p{L}[\p{L}\p{N}_'-]*) (?=\p{L}[\p{L}\p{N}_'-]*(?![\p{L}\p{N}_]))/u.test(code.replace(KEYWORDS_AROUND, '$1;'));
}

const KEYWORDS_AROUND =
  /\b((?:abstract|and|as|assert|async|await|break|case|catch|class|const|constexpr|continue|declare|def|default|defer|delete|do|else|elif|elsif|end|enum|except|export|extends|extern|final|finally|fn|for|foreach|from|func|function|get|go|goto|if|impl|implements|import|in|infer|inline|instanceof|interface|internal|is|keyof|lambda|let|match|mod|module|mut|namespace|native|new|not|of|or|out|override|package|pass|private|protected|pub|public|raise|readonly|ref|require|rescue|return|satisfies|sealed|select|self|set|static|struct|super|switch|synchronized|then|this|throw|throws|trait|transient|try|type|typedef|typeof|union|unless|unsafe|until|unsigned|use|using|var|virtual|void|volatile|when|where|while|with|yield|int|long|short|char|bool|boolean|float|double|string|byte|chan|map|object|signed|size_t))\s(?=\S)|\s\b(?=(?:and|as|async|catch|do|else|except|extends|for|from|if|implements|in|instanceof|is|not|of|or|satisfies|then|throws|unless|until|where|while)\b)/g;

const SEPARATOR = String.raw`\s*(?:\?\.|!\.|\.|::|->|\\|#)\s*`;
const NAME = String.raw`[$@#&*~]*[\p{L}_][\p{L}\p{N}_$]*[?!]?(?![\p{L}\p{N}_$])`;
const CHAIN = new RegExp(String.raw`(?<lead>[)\]}"]?\s*(?:\?\.|\.|->|::)\s*)?(?<chain>${NAME}(?:${SEPARATOR}${NAME})*)(?<call>(?:<[^()<>]*>)?\s*\()?`, 'gu');
/** PowerShell's and shells' names may have hyphens. */
const HYPHEN_CHAIN = new RegExp(String.raw`(?<lead>[)\]}"]?\s*(?:\.|::)\s*)?(?<chain>[$@]*(?:\w+:)?[A-Za-z_]\w*(?:-\w+)*(?:(?:\.|::)[A-Za-z_]\w*)*)(?<call>\s*\()?`, 'gu');
const SELF: ReadonlySet<string> = new Set(['this', 'self', 'Self', 'cls', 'super']);
/** What means the own object in one language alone. */
const SELF_IN: Readonly<Record<string, string>> = { php: 'static parent', csharp: 'base' };

function namesInExpression(code: string, language: string): Extract<Mention, { kind: 'name' }>[] {
  const bound = boundIn(code);
  const found: Extract<Mention, { kind: 'name' }>[] = [];
  for (const { groups } of code.matchAll(language === 'powershell' || language === 'bash' ? HYPHEN_CHAIN : CHAIN)) {
    const { lead, chain: text, call } = groups!;
    const parts = text!.split(new RegExp(SEPARATOR)).filter(Boolean).map(bareName);
    if (!lead && bound.has(parts[0]!)) continue;
    const ofSelf = !lead && (SELF.has(parts[0]!) || (SELF_IN[language]?.split(' ').includes(parts[0]!) ?? false));
    const chain = ofSelf ? parts.slice(1) : parts;
    // One letter is a number, an index or a type of the reader's own.
    if (chain.length === 0 || (chain.length === 1 && !ofSelf && !lead && chain[0]!.length === 1)) continue;
    found.push({ kind: 'name', text: text!, chain, ...(ofSelf && { ofSelf }), ...(lead && { ofSomething: true }), ...(call && { called: true }) });
  }
  return found;
}

/** Names that the expression itself binds: `(a, b) => …`, `lambda x: …`, `… for x in …`, `|x| …`. */
function boundIn(code: string): Set<string> {
  const lists = [...code.matchAll(/\(([^()]*)\)\s*(?::[^=]+)?=>|([\w$]+)\s*=>|\blambda\s+([^:]*):|\bfor\s+([\w\s,]+?)\s+in\b|\|([\w\s,]+)\||\bcatch\s*\(([\w$]+)\)|\bas\s+([\w$]+)|\b(?:let|const|var)\s+([\w$]+)/g)];
  return new Set(lists.flatMap((match) => (match.slice(1).find((group) => group !== undefined) ?? '').match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []));
}
