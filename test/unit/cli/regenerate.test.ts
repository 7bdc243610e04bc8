import { describe, expect, test } from 'vitest';
import { runCli } from '../engine/commandLine';
import { editedSpec } from '../apply/edited';

const SOURCE = 'export function rate(calls: number, seconds: number): number {\n  const all = calls;\n  return all / seconds;\n}\n';
const WRITTEN = SOURCE.replace('return all', 'return seconds === 0 ? 0 : all');

/** A source whose text was edited, and the built command line over it. */
async function edited(texts: Readonly<Record<string, string>> = { rate: 'A time of 0 gives 0.' }) {
  const found = await editedSpec({ 'src/rate.ts': SOURCE }, texts, { answer: (item) => (item.kind === 'code' ? `---\n${WRITTEN.trim()}` : `**Purpose.** ${item.symbol ?? item.path}.`) });
  const { workspace, server } = found;
  const env = { ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url };
  return { ...found, run: (...args: string[]) => runCli(workspace.root, ['regenerate', ...args], { env }), runWithout: (...args: string[]) => runCli(workspace.root, ['regenerate', ...args]) };
}

describe('specwright regenerate', () => {
  test('writes the source from its edited spec, and says what was checked', async () => {
    const { run, workspace, spec, file } = await edited();
    const { code, stdout } = await run(spec, '--yes');
    expect(stdout).toMatch(/^Done\. src\/rate\.ts follows specs\/src\/rate\.ts\.spec\.md in rate, in .* s\.\n\$0\.0\d* for 1 request .*\nLook at the change, and run your tests: that names and shapes hold was checked, what the code does was not\.\n$/);
    expect(code).toBe(0);
    expect(await workspace.read(file)).toBe(WRITTEN);
    const again = await run(file, '--yes');
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining(`No text of ${spec} was edited since code and text last agreed: edit the text of a symbol, then run the command again`)]);
  });

  test('without a terminal and without --yes sends nothing: exit code 2', async () => {
    const { run, requests, spec } = await edited();
    const { code, stderr } = await run(spec);
    expect([code, stderr]).toEqual([2, 'specwright: This changes a source file, and there is nobody to show the change to. Add --yes to write it, or --dry-run to see what it would take.\n']);
    expect(requests()).toBe(0);
  });

  test('a spec that is not there is told of before anything else', async () => {
    const { run } = await edited();
    const { code, stderr } = await run('nowhere.spec.yaml');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^specwright: There is no file or folder .*nowhere\.spec\.yaml\. Check the path\.\n$/)]);
  });

  test('--dry-run tells what it would take', async () => {
    const { run, requests, spec, workspace, file } = await edited();
    const { code, stdout } = await run(spec, '--dry-run');
    expect(stdout).toMatch(/^src\/rate\.ts: rate would be written anew\.\nIt would take 1 request, about .*\nNo call was made and nothing was written\.\n$/);
    expect([code, requests(), await workspace.read(file)]).toEqual([0, 0, SOURCE]);
  });

  test('--json tells which texts were edited and which the code follows', async () => {
    const { run, spec } = await edited();
    const { code, stdout } = await run(spec, '--yes', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'done', edited: ['rate'], applied: ['rate'], files: [{ path: 'src/rate.ts', status: 'written', spec }], usage: { calls: 1 }, errors: [] });
  });

  test('what cannot be taken: exit code 2, the reason, and the source as it was', async () => {
    const { run, server, spec, workspace, file } = await edited();
    server.set({ answer: () => 'export function pace() {}' });
    const { code, stdout } = await run(spec, '--yes');
    expect(stdout).toContain('Left as they are:\n  rate\n');
    expect(stdout).toContain('src/rate.ts: the new code of rate cannot be taken: it does not declare function rate where that stood.');
    expect([code, await workspace.read(file)]).toEqual([2, SOURCE]);
  });

  test('with no model says what is needed: exit code 2', async () => {
    const { runWithout, spec } = await edited();
    const { code, stdout } = await runWithout(spec, '--yes');
    expect([code, stdout]).toEqual([2, expect.stringContaining('Code that follows an edited text is written by a model, and none is set.')]);
  });
});
