import type { PlannedFile, ProjectPlan } from './projectPlan';

/**
 * Files by phase: those of one phase build only upon files of earlier ones, and each stands in the earliest that it can. A plan holds no cycles.
 */
export function phasesOf({ files }: ProjectPlan): PlannedFile[][] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const phases: PlannedFile[][] = [];
  const known = new Map<string, number>();
  const phaseOf = (file: PlannedFile): number => {
    const found = known.get(file.path);
    if (found !== undefined) return found;
    known.set(file.path, 0);
    const phase = Math.max(0, ...file.needs.map((path) => (byPath.has(path) ? phaseOf(byPath.get(path)!) + 1 : 0)));
    known.set(file.path, phase);
    return phase;
  };
  for (const file of files) (phases[phaseOf(file)] ??= []).push(file);
  return phases;
}

/** One cycle of files, from a path back to it: `a`, `b`, `a`. */
export function findCycle(files: readonly PlannedFile[]): string[] | undefined {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] | undefined => {
    const at = trail.indexOf(path);
    if (at >= 0) return [...trail.slice(at), path];
    const file = byPath.get(path);
    if (!file || done.has(path)) return undefined;
    for (const next of file.needs) {
      const cycle = visit(next, [...trail, path]);
      if (cycle) return cycle;
    }
    done.add(path);
    return undefined;
  };
  for (const { path } of files) {
    const cycle = visit(path, []);
    if (cycle) return cycle;
  }
  return undefined;
}
