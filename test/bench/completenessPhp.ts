import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Listed, ToolList } from './completeness';

/** Lists declarations by PHP's own tokens: names that follow `class`, `interface`, `trait`, `enum` and `function`. One line of JSON a file. */
const PROGRAM = String.raw`
$skip = [T_WHITESPACE, T_COMMENT, T_DOC_COMMENT];
$at = fn (array $tokens, int $i, int $step) => (function () use ($tokens, $i, $step, $skip) {
  do $i += $step; while (isset($tokens[$i]) && is_array($tokens[$i]) && in_array($tokens[$i][0], $skip));
  return [$tokens[$i] ?? null, $i];
})();
$text = fn ($token) => is_array($token) ? $token[1] : $token;
echo json_encode(PHP_VERSION), "\n";
$files = new RegexIterator(new RecursiveIteratorIterator(new RecursiveDirectoryIterator($argv[1], FilesystemIterator::SKIP_DOTS)), '/\.php$/');
$paths = array_map('strval', iterator_to_array($files, false));
sort($paths);
foreach ($paths as $path) {
  $source = file_get_contents($path);
  if (!preg_match("//u", $source)) continue;
  try { $tokens = token_get_all($source, TOKEN_PARSE); } catch (ParseError $e) { continue; }
  $found = [];
  foreach ($tokens as $i => $token) {
    if (!is_array($token)) continue;
    [$before] = $at($tokens, $i, -1);
    [$next, $j] = $at($tokens, $i, 1);
    if (in_array($token[0], [T_INTERFACE, T_TRAIT, T_ENUM, T_CLASS])) {
      if (is_array($before) && $before[0] === T_DOUBLE_COLON) continue;
      $kind = strtolower($token[1]);
      if (is_array($next) && $next[0] === T_STRING) $found[] = [$kind, $next[1], $next[2]];
      elseif ($token[0] === T_CLASS) $found[] = ['class', 'class@anonymous', $token[2]];
    } elseif ($token[0] === T_FUNCTION) {
      if ($text($next) === '&') [$next, $j] = $at($tokens, $j, 1);
      [$after] = $at($tokens, $j, 1);
      if (is_array($next) && $after === '(') $found[] = ['function', $next[1], $next[2]];
    }
  }
  echo json_encode([$path, $found], JSON_INVALID_UTF8_SUBSTITUTE), "\n";
}
`;

const COUNTED: ReadonlySet<string> = new Set(['class', 'interface', 'trait', 'enum', 'function', 'method', 'constructor']);

/** What PHP's own tokeniser sees below `PHP_SOURCES` (by default where Debian keeps its PHP libraries). */
export function listWithPhp(): { version: string; folder: string; files: Map<string, ToolList> } | { missing: string } {
  const folder = process.env.PHP_SOURCES ?? '/usr/share/php';
  if (!existsSync(folder)) return { missing: `there are no PHP sources in ${folder} (PHP_SOURCES names another folder)` };
  let output: string;
  try {
    output = execFileSync('php', ['-d', 'memory_limit=1G', '-r', PROGRAM, '--', folder], { encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return { missing: 'php is not installed, or has no tokenizer' };
  }
  const [version, ...lines] = output.trimEnd().split('\n');
  const files = new Map<string, ToolList>();
  for (const line of lines) {
    const [file, found] = JSON.parse(line) as [string, [string, string, number][]];
    files.set(file, { required: found.map(([kind, name, at]): Listed => ({ kind, name, line: at, offset: -1 })), counted: COUNTED });
  }
  return { version: JSON.parse(version!) as string, folder, files };
}
