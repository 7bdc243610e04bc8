import { Eta } from 'eta';
import { ABOUT_NOTHING } from '../about';
import { InputError } from '../../inputError';
import type { TemplateFile } from '../projectPlan';

/** A file that a template makes. */
export interface BoilerplateFile {
  readonly path: string;
  /** A project's own text lies in `.specwright/templates/NAME.eta`. */
  readonly template: string;
  readonly purpose: string;
  /** Of ours. */
  readonly text: string;
  readonly merge?: 'lines';
}

/** What a template sees as `it`. Documented for users in docs/templates.md. */
export interface BoilerplateInput {
  readonly name: string;
  /** The name as part of addresses and commands: `task-tracker`. */
  readonly slug: string;
  readonly description: string;
  readonly language: string;
  readonly languageVersion: string;
  readonly framework: string;
  readonly module: string;
  /** Command, script or module that starts the program; empty: the project is a library. */
  readonly command: string;
  readonly dependencies: readonly { readonly name: string; readonly version: string }[];
  readonly entities: readonly { readonly name: string; readonly description: string }[];
  readonly operations: readonly { readonly method: string; readonly path: string; readonly purpose: string }[];
  /** The path of the file itself. */
  readonly path: string;
}

/** A line with nothing but a statement leaves no line behind. */
function withoutStatementLines(template: string): string {
  return template.replace(/\r\n?/g, '\n').replace(/^[ \t]*(<%(?![=~])(?:(?!%>)[\s\S])*%>)[ \t]*\n/gm, '$1');
}

/**
 * @param own texts of the project's own templates, by name
 * @throws InputError for a template that cannot be compiled, or that fails
 */
export function renderBoilerplate(file: BoilerplateFile, input: Omit<BoilerplateInput, 'path'>, own: ReadonlyMap<string, string>): TemplateFile {
  const { path, template, purpose, merge } = file;
  // `.gitignore.eta` is as good a name as `gitignore.eta`, which file lists do not hide.
  const source = own.get(template) ?? own.get(path.split('/').at(-1)!);
  const eta = new Eta({ autoEscape: false, autoTrim: false });
  let text: string;
  try {
    text = eta.renderString(withoutStatementLines(source ?? file.text), { ...input, path });
  } catch (error) {
    const problem = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new InputError(source === undefined ? `The built-in template of ${path} fails: ${problem}.` : `The template .specwright/templates/${own.has(template) ? template : path.split('/').at(-1)!}.eta cannot be used: ${problem}. Mend it, or remove it to have the built-in one.`);
  }
  return { path, kind: path.endsWith('.md') ? 'documentation' : 'boilerplate', purpose, needs: [], about: ABOUT_NOTHING, from: 'template', template, text: `${text.trim()}\n`, ...(merge && { merge }) };
}
