import { bash } from './languages/bash';
import { cpp } from './languages/cpp';
import { csharp } from './languages/csharp';
import { go } from './languages/go';
import { java } from './languages/java';
import { javascript } from './languages/javascript';
import type { Language } from './languages/language';
import { php } from './languages/php';
import { powershell } from './languages/powershell';
import { python } from './languages/python';
import { ruby } from './languages/ruby';
import { rust } from './languages/rust';
import { tsx, typescript } from './languages/typescript';

export const languages: readonly Language[] = [typescript, tsx, javascript, python, go, java, csharp, php, ruby, rust, bash, powershell, cpp];

const byExtension = new Map(languages.flatMap((language) => language.extensions.map((extension) => [extension, language])));

/** The language of a file by its name; `undefined` where no grammar is known. */
export function languageOf(path: string): Language | undefined {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  return dot < 0 ? undefined : byExtension.get(name.slice(dot));
}
