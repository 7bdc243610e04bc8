import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export interface TranslatedMessage {
  readonly text: string;
  /** `src/webview/format.ts:22`. */
  readonly place: string;
  /** How many arguments the call has; absent for what is translated later, and has none; unknown where they are spread. */
  readonly arguments?: number;
}

const root = path.join(import.meta.dirname, '../../..');

/** Where the messages of tables are looked up, and the functions themselves. */
const LOOK_UP = new Set(['src/l10n/localize.ts', 'src/editor/commandTitle.ts', 'src/editor/settingProblem.ts']);

/** All messages that a folder of sources translates, as they stand in the code. @throws where one is no literal, so that nobody could translate it */
export function messagesIn(folder: string): TranslatedMessage[] {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.d)\.ts$/.test(file));
  return files.sort().flatMap((file) => messagesOfFile(path.posix.join(folder, file.split(path.sep).join('/'))));
}

function messagesOfFile(file: string): TranslatedMessage[] {
  const source = ts.createSourceFile(file, readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: TranslatedMessage[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) found.push(...messagesOfCall(node, node.expression.text, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function messagesOfCall({ arguments: all, pos }: ts.CallExpression, name: string, source: ts.SourceFile): TranslatedMessage[] {
  const place = `${source.fileName}:${source.getLineAndCharacterOfPosition(pos).line + 1}`;
  const message = (argument: ts.Expression | undefined, given?: number): TranslatedMessage[] => {
    if (argument && ts.isStringLiteralLike(argument)) return [{ text: argument.text, place, ...(given !== undefined && !all.some(ts.isSpreadElement) && { arguments: given }) }];
    if (LOOK_UP.has(source.fileName)) return [];
    throw new Error(`${place}: a message is to be one literal: ${argument?.getText() ?? 'none'}`);
  };
  if (name === 'later') return message(all[0]);
  if (name === 't') return message(all[0], all.length - 1);
  // The number is the first of the arguments that the sentence is given.
  return name === 'plural' ? [...message(all[1], all.length - 2), ...message(all[2], all.length - 2)] : [];
}
