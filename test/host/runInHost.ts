// Loaded by the extension host as its tests. The result file is written only once mocha has settled: whoever reads it
// knows that the run came to its end.
import * as fs from 'node:fs';
import { findSourceMap } from 'node:module';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import { runMocha } from './runMocha';

const { SPECWRIGHT_TEST_FILES = '[]', SPECWRIGHT_TEST_OUTPUT = '', SPECWRIGHT_TEST_RESULT = '', SPECWRIGHT_TEST_GREP } = process.env;
const say = (...args: unknown[]) => fs.appendFileSync(SPECWRIGHT_TEST_OUTPUT, `${format(...args)}\n`);

export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  try {
    const result = await runMocha({ files: JSON.parse(SPECWRIGHT_TEST_FILES) as string[], timeoutMs: 45_000, grep: SPECWRIGHT_TEST_GREP, say, onFail: showSources });
    fs.writeFileSync(SPECWRIGHT_TEST_RESULT, JSON.stringify(result));
  } catch (error) {
    say('The tests could not be loaded:', error);
    throw error;
  }
}

/** The extension host formats stacks itself and takes no notice of source maps. */
function showSources(error: Error): void {
  error.stack = error.stack?.replace(/([^\s():]+\.cjs):(\d+):(\d+)/g, (place, file: string, line: string, column: string) => {
    const origin = findSourceMap(path.resolve(file))?.findOrigin(Number(line), Number(column));
    return origin && 'fileName' in origin ? `${path.relative('', fileURLToPath(origin.fileName))}:${origin.lineNumber}:${origin.columnNumber}` : place;
  });
}
