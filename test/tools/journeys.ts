import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectLanguage } from '../../src/engine/project/projectSpec';
import { defaultAnswer } from '../model-server/answers';
import type { RequestedItem } from '../model-server/items';
import { convertedSpec, EDITS, MODULES, type Document } from './converted';

/** A project spec, with an edit of one of its entities. */
export interface Journey {
  readonly title: string;
  readonly text: string;
  /** Whether it is made by the built command line, with a second model that reviews; else by the engine. */
  readonly onCommandLine: boolean;
  /** A field, before and after. */
  readonly rename: readonly [from: string, to: string];
  /** Words of the services that the edit is about. All others stay as they are. */
  readonly affected: readonly string[];
  /** What a model says: a body that does its work where one is prepared, else one that follows from the skeleton. */
  readonly answer: (item: RequestedItem, isEdited: boolean) => string;
}

const ROOT = path.resolve(import.meta.dirname, '../..');
const ANSWERS = { go: 'loan.go', typescript: 'loan-service.ts', python: 'loan_service.py' } as const;
/** What is made by the command line, in which language. */
const BY_COMMAND: Readonly<Record<Document, ProjectLanguage>> = { petstore: 'typescript', 'readme-legacy': 'python' };

/** Our own example, and two that others published. */
export async function journeys(language: ProjectLanguage, languageVersion: string): Promise<Journey[]> {
  const own = (await readFile(path.join(ROOT, 'docs/example-project.spec.yaml'), 'utf8')).replace('language: go', `language: ${language}`).replace(MODULES.go, MODULES[language]).replace('language_version: "1.22"', `language_version: "${languageVersion}"`);
  const loans = await readFile(path.join(import.meta.dirname, 'answers', `${ANSWERS[language]}.txt`), 'utf8');
  const answer = (item: RequestedItem, isEdited: boolean) => (!item.path?.endsWith(ANSWERS[language]) ? defaultAnswer(item) : isEdited ? loans.replace(/(is_)blocked|(is)Blocked/gi, (_, snake?: string, camel?: string) => (snake ? `${snake}suspended` : `${camel!}Suspended`)) : loans);
  const converted = async (title: string, name: Document): Promise<Journey> => ({
    title, text: await convertedSpec(ROOT, name, language, languageVersion), onCommandLine: BY_COMMAND[name] === language,
    rename: EDITS[name].rename, affected: [EDITS[name].affected], answer: defaultAnswer,
  });
  return [
    { title: 'our example', text: own, onCommandLine: false, rename: ['name: isBlocked', 'name: isSuspended'], affected: ['loan', 'member'], answer },
    await converted('a pet store', 'petstore'),
    await converted('a documentation service', 'readme-legacy'),
  ];
}
