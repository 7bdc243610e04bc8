import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Experiences } from './experience';

/** What past sessions learnt of the models. Missing, spoiled or unreadable: nothing yet. */
export function loadExperiences(file: string): Experiences {
  const experiences = new Experiences();
  try {
    experiences.restore(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // It only makes plans better; the next session learns it again.
  }
  return experiences;
}

/** Keeps it for the next session. Of several windows the last one wins, which is as good as any. Never throws: nothing depends on it. */
export function saveExperiences(file: string, experiences: Experiences): void {
  const snapshot = experiences.snapshot();
  if (Object.keys(snapshot).length === 0) return;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify(snapshot));
    renameSync(temporary, file);
  } catch {
    // As above.
  }
}
