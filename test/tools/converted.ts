import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectLanguage } from '../../src/engine/project/projectSpec';
import { projectSpecOf } from './openApi';

/** Published documents: the pet store of Swagger (20 operations, enumerations, nested objects, lists); the interface of a documentation service (36 operations, 59 schemas, most of them for errors). */
export type Document = 'petstore' | 'readme-legacy';

/** An edit of one entity of each, by the service whose file it is about. All others stay as they are. */
export const EDITS: Readonly<Record<Document, { readonly rename: readonly [from: string, to: string]; readonly affected: string }>> = {
  petstore: { rename: ['name: shipDate', 'name: shippedAt'], affected: 'order' },
  'readme-legacy': { rename: ['name: htmlmode', 'name: rendersHtml'], affected: 'custom page' },
};

export const MODULES: Readonly<Record<ProjectLanguage, string>> = { go: 'example.com/library', typescript: 'library', python: 'library' };

/** A published OpenAPI document as the spec of a project. @param root of this project */
export async function convertedSpec(root: string, name: Document, language: ProjectLanguage, languageVersion: string): Promise<string> {
  const document = JSON.parse(await readFile(path.join(root, 'test/node_modules/@readme/oas-examples/3.0/json', `${name}.json`), 'utf8')) as Readonly<Record<string, unknown>>;
  return `${projectSpecOf(document, { language, module: MODULES[language] })}build_config:\n  language_version: "${languageVersion}"\n`;
}
