import axe from 'axe-core';
import type { Frame } from 'playwright-core';

/** What axe says is wrong in a frame, a line each: the rule, and where it is broken. */
export async function violationsIn(frame: Frame): Promise<readonly string[]> {
  await frame.evaluate(axe.source);
  const { violations } = await frame.evaluate<axe.AxeResults>(`axe.run(document, { resultTypes: ['violations'] })`);
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`));
}
