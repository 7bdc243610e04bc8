import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { COMMANDS, SETTINGS, type SettingShape } from '../../../src/editor/contributions';

export interface ShownMessage {
  readonly text: string;
  /** `commands/openSpec.ts:22`. */
  readonly place: string;
  /** How many arguments the call has; absent for what is translated later, and has none. */
  readonly arguments?: number;
}

const root = path.join(import.meta.dirname, '../../../src/editor');
/** Where the messages of tables are looked up, and the function itself. */
const LOOK_UP_TABLES = new Set(['localize.ts', 'commandTitle.ts', 'settingProblem.ts']);

/** All messages that src/editor translates, as they stand in the code. @throws where one is no literal, so that nobody could translate it */
export function shownMessages(): ShownMessage[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => file.split(path.sep).join('/'));
  return files.sort().flatMap(messagesIn);
}

/** Those that stand in tables which the manifest is compared with. */
export function messagesOfTables(): string[] {
  const forms = Object.values(SETTINGS as Readonly<Record<string, SettingShape>>).flatMap((shape) => ('form' in shape && shape.form ? [shape.form.expected] : []));
  return [...new Set([...Object.values(COMMANDS), ...forms])];
}

function messagesIn(file: string): ShownMessage[] {
  const source = ts.createSourceFile(file, readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: ShownMessage[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) found.push(...messagesOf(node, node.expression.text, file, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function messagesOf({ arguments: all, pos }: ts.CallExpression, name: string, file: string, source: ts.SourceFile): ShownMessage[] {
  const place = `${file}:${source.getLineAndCharacterOfPosition(pos).line + 1}`;
  const message = (argument: ts.Expression | undefined, given?: number): ShownMessage[] => {
    if (argument && ts.isStringLiteralLike(argument)) return [{ text: argument.text, place, arguments: given }];
    if (LOOK_UP_TABLES.has(file)) return [];
    throw new Error(`${place}: a message is to be one literal: ${argument?.getText() ?? 'none'}`);
  };
  if (name === 'later') return message(all[0]);
  if (name === 't') return message(all[0], all.length - 1);
  // The number is the first of the arguments that the sentence is given.
  return name === 'plural' ? [...message(all[1], all.length - 2), ...message(all[2], all.length - 2)] : [];
}
