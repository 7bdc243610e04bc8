import { chunkFile, chunkText } from '../../../src/engine/chunk/chunks';
import { planSections, type SymbolSection } from '../../../src/engine/chunk/sections';
import { countTokens } from '../../model-server/tokens';
import type { Row } from '../rows';
import { pick, seeded, type UpdateBench } from './setting';

const FILES = 300;
const EDITS = 30;

/** One function's body, one signature. */
export async function edits(bench: UpdateBench): Promise<Row[]> {
  return [await editedBodies(bench), ...(await editedSignature(bench))];
}

interface Candidate {
  readonly file: string;
  readonly section: SymbolSection;
  readonly code: string;
  /** Where the body ends: before its closing bracket. */
  readonly end: number;
}

async function editedBodies(bench: UpdateBench): Promise<Row> {
  const workspace = await bench.ownSources(FILES);
  const candidates: Candidate[] = [];
  for (const file of workspace.sources) {
    const text = workspace.read(file);
    const outline = await bench.outliner.outline(file, text);
    const sections = planSections(outline);
    const chunks = new Map(chunkFile(text.length, sections).map((chunk) => [chunk.section, chunk]));
    for (const section of sections) {
      if (section.kind !== 'symbol' || !['function', 'method'].includes(section.symbol.kind)) continue;
      const range = section.symbol.ranges.at(-1)!;
      const end = range.start + text.slice(range.start, range.end).lastIndexOf('}');
      if (text.slice(end + 1, range.end).trim() === '' && text[end - 1] === '\n') candidates.push({ file, section, code: chunkText(text, chunks.get(section.id)!), end });
    }
  }
  const ratios: number[] = [];
  const others: string[] = [];
  for (const { file, section, code, end } of pick(candidates, EDITS, seeded(1))) {
    const text = workspace.read(file);
    workspace.write(file, `${text.slice(0, end)}  void 0;\n${text.slice(end)}`);
    const { items, requests } = await workspace.generate();
    if (items.join() !== `${file}#${section.id}`) others.push(`${file}#${section.id}: ${items.length} items`);
    const [item] = requests.flatMap((request) => request.items);
    const needed = countTokens(code) + countTokens(dependenciesShown(item?.content ?? ''));
    ratios.push(countTokens(requests[0]?.user ?? '') / needed);
    workspace.reset();
  }
  ratios.sort((a, b) => a - b);
  const under = ratios.filter((ratio) => ratio < 2).length;
  return {
    case: `one function's body edited in a ${workspace.sources.length}-file workspace (${EDITS} functions, one after the other)`,
    is: `${EDITS - others.length} times exactly 1 item${others.length > 0 ? ` (${others.join('; ')})` : ''}; input beside the constant prefix under 2 × ${under} times, ${ratios[Math.floor(ratios.length / 2)]!.toFixed(2)} × in the middle, ${(ratios.at(-1) ?? NaN).toFixed(2)} × at most`,
    must: '1 item; under 2 × that function + what it depends on',
    holds: others.length === 0 && under === EDITS,
  };
}

/** The signatures that the code depends on, its class's members among them; neither the file's imports nor its own signature, which stand there as well. */
function dependenciesShown(content: string): string {
  const [context = ''] = content.split('\n\n');
  return context.split('\n').filter((line) => !line.startsWith('Imports: ')).join('\n');
}

/** Twelve users in twelve files, each beside a function that does not use it. */
async function editedSignature(bench: UpdateBench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const strategy of ['latency', 'balanced', 'cost'] as const) {
    const workspace = bench.workspace();
    const price = (params: string) => `/** What a basket costs. */\nexport function price(${params}): number {\n  return items.length * 7;\n}\n\nexport function other(): string {\n  return ['a'].join('-');\n}\n`;
    workspace.write('price.ts', price('items: string[]'));
    for (let i = 0; i < 12; i++) {
      workspace.write(`shop${i}.ts`, `import { price } from './price';\n\nexport function total${i}(items: string[]): number {\n  return price(items) + ${i};\n}\n\nexport function name${i}(): string {\n  return ['shop', ${i}].join(' ');\n}\n`);
    }
    await workspace.generate();
    workspace.write('price.ts', price('items: string[], discount = 0'));
    const { items, requests } = await workspace.generate({ strategy });
    const wanted = ['price.ts#price', ...Array.from({ length: 12 }, (_, i) => `shop${i}.ts#total${i}`)].sort();
    const isExact = [...items].sort().join() === wanted.join();
    rows.push({
      case: `one signature edited, 12 dependents in 12 files, \`${strategy}\``,
      is: `${isExact ? 'exactly ' : ''}${items.length} items in ${requests.length} ${requests.length === 1 ? 'request' : 'requests'}`,
      must: strategy === 'cost' ? 'exactly 13 items in at most 3 requests' : 'exactly 13 items',
      holds: isExact && (strategy !== 'cost' || requests.length <= 3),
    });
  }
  return rows;
}
