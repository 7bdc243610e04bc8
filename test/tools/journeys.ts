import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectLanguage } from '../../src/engine/project/projectSpec';
import { defaultAnswer } from '../model-server/answers';
import type { RequestedItem } from '../model-server/items';
import { projectSpecOf } from './openApi';

/** A project spec, with an edit of one of its entities. */
export interface Journey {
  readonly title: string;
  readonly text: string;
  /** A field, before and after. */
  readonly rename: readonly [from: string, to: string];
  /** Words of the services that the edit is about. All others stay as they are. */
  readonly affected: readonly string[];
  /** What a model says: a body that does its work where one is prepared, else one that follows from the skeleton. */
  readonly answer: (item: RequestedItem, isEdited: boolean) => string;
}

const DOCUMENTS = path.resolve(import.meta.dirname, '../node_modules/@readme/oas-examples/3.0/json');
const EXAMPLE = path.resolve(import.meta.dirname, '../../docs/example-project.spec.yaml');
const MODULES = { go: 'example.com/library', typescript: 'library', python: 'library' } as const;
const ANSWERS = { go: 'loan.go', typescript: 'loan-service.ts', python: 'loan_service.py' } as const;

/** Our own example; the pet store of Swagger (20 operations, enumerations, nested objects, lists); the interface of a documentation service (36 operations, 59 schemas, most of them for errors). */
export async function journeys(language: ProjectLanguage, languageVersion: string): Promise<Journey[]> {
  const own = (await readFile(EXAMPLE, 'utf8')).replace('language: go', `language: ${language}`).replace(MODULES.go, MODULES[language]).replace('language_version: "1.22"', `language_version: "${languageVersion}"`);
  const loans = await readFile(path.join(import.meta.dirname, 'answers', `${ANSWERS[language]}.txt`), 'utf8');
  const answer = (item: RequestedItem, isEdited: boolean) => (!item.path?.endsWith(ANSWERS[language]) ? defaultAnswer(item) : isEdited ? loans.replace(/(is_)blocked|(is)Blocked/gi, (_, snake?: string, camel?: string) => (snake ? `${snake}suspended` : `${camel!}Suspended`)) : loans);
  const converted = async (name: string) => {
    const document = JSON.parse(await readFile(path.join(DOCUMENTS, `${name}.json`), 'utf8')) as Readonly<Record<string, unknown>>;
    return `${projectSpecOf(document, { language, module: MODULES[language] })}build_config:\n  language_version: "${languageVersion}"\n`;
  };
  return [
    { title: 'our example', text: own, rename: ['name: isBlocked', 'name: isSuspended'], affected: ['loan', 'member'], answer },
    { title: 'a pet store', text: await converted('petstore'), rename: ['name: shipDate', 'name: shippedAt'], affected: ['order'], answer: defaultAnswer },
    { title: 'a documentation service', text: await converted('readme-legacy'), rename: ['name: htmlmode', 'name: rendersHtml'], affected: ['custom page'], answer: defaultAnswer },
  ];
}
