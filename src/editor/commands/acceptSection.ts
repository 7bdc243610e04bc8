import { sectionAt } from '../drift/sectionAt';
import { settle, type SettleDeps } from '../drift/settle';

/** The text of a section is still true for the code of today: it stays as it is, and is fresh. Resolves to whether that stands in the spec. */
export function acceptSection(deps: SettleDeps) {
  return async (...args: unknown[]): Promise<boolean> => settle(await sectionAt(args, deps.monitor), 'still-true', deps);
}
