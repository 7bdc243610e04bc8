import { Eta } from 'eta';
import { parse } from 'yaml';
import { InputError } from '../../inputError';
import { blocks, code, codes, table } from '../markdown';
import { classDiagram } from './classDiagram';
import { aspectParts, detailedDesign } from './detailedDesign';
import { moduleDiagram } from './moduleDiagram';
import { declarationsFacts, overviewParts } from './overview';
import type { Phrases } from './phrases';
import { reference } from './reference';
import { symbolParts } from './symbolFacts';
import type { FileFacts, Template } from './template';
import type { SectionPlan } from '../../chunk/sections';

/** What a template sees as `it`. Documented for users in docs/templates.md. */
export interface TemplateInput {
  readonly section: SectionPlan;
  readonly file: FileFacts;
  readonly phrases: Phrases;
  /** The parts that the built-in templates put into this section, ready as Markdown; what there is not is empty. */
  readonly parts: Readonly<Record<string, string>>;
  readonly code: typeof code;
  readonly codes: typeof codes;
  readonly table: typeof table;
}

const BASES: Readonly<Record<string, Template>> = { reference, 'detailed-design': detailedDesign };

/**
 * A template of a project's own: an eta file that renders one section. Its front matter may say `base: detailed-design`, which decides what sections a spec has. Templates
 * are compiled to code, so they are loaded from trusted workspaces only.
 * @throws InputError for one that cannot be compiled; rendering throws it for one that fails on a section
 */
export function ownTemplate(name: string, source: string, place: string): Template {
  const { base, body } = readHead(source, place);
  const eta = new Eta({ autoEscape: false, autoTrim: false });
  const fault = (error: unknown) => new InputError(`The template ${place} cannot be used: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}. Mend it, or choose another with the setting "specwright.template" (--template).`);
  let render: ReturnType<Eta['compile']>;
  try {
    render = eta.compile(body);
  } catch (error) {
    throw fault(error);
  }
  return {
    name,
    arrange: (sections, outline) => base.arrange(sections, outline),
    renderFacts(section, file, phrases) {
      try {
        const input: TemplateInput = { section, file, phrases, parts: partsOf(section, file, phrases, base), code, codes, table };
        return render.call(eta, input).replace(/[ \t]+$/gm, '').replace(/\n{3,}/g, '\n\n').trim();
      } catch (error) {
        throw fault(error);
      }
    },
  };
}

function partsOf(section: SectionPlan, file: FileFacts, phrases: Phrases, base: Template): Record<string, string> {
  const parts = () => {
    switch (section.kind) {
      case 'overview':
        return { ...overviewParts(file, phrases), classDiagram: classDiagram(file.outline), moduleDiagram: moduleDiagram(file) };
      case 'declarations':
        return { declarations: declarationsFacts(section.symbols, file, phrases) };
      case 'aspect':
        return { heading: `## ${phrases.heading[section.id]}`, ...aspectParts(section.id, file, phrases) };
      case 'symbol':
        return symbolParts(section, file, phrases, base === detailedDesign ? 3 : 2);
    }
  };
  return { ...Object.fromEntries(Object.entries(parts()).map(([name, text]) => [name, text ?? ''])), all: blocks(base.renderFacts(section, file, phrases)) };
}

function readHead(source: string, place: string): { base: Template; body: string } {
  const head = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(source);
  const name = (head && (parse(head[1]!) as { base?: string } | null)?.base) || 'reference';
  const base = BASES[name];
  if (!base) throw new InputError(`The template ${place} is based on "${name}", which is none of ${Object.keys(BASES).join(', ')}. Mend its first lines.`);
  return { base, body: head ? source.slice(head[0].length) : source };
}
