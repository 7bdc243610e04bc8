import type { SectionPlan } from '../../chunk/sections';
import type { Outline } from '../../outline/outline';
import type { Phrases } from './phrases';

/** Everything that the facts of one file's spec are rendered from. */
export interface FileFacts {
  /** Path of the source. */
  readonly path: string;
  readonly outline: Outline;
  /** There is nothing in the file but white space. */
  readonly empty: boolean;
  readonly sections: readonly SectionPlan[];
  /** Import specifiers that lead to a source of the workspace, with the link from this spec to that source's. */
  readonly links: ReadonlyMap<string, string>;
}

/** Turns facts into Markdown. What it returns is a function of its arguments alone. */
export interface Template {
  readonly name: string;
  /** The sections of a spec in this template, made from those that every spec has. */
  arrange(sections: readonly SectionPlan[], outline: Outline): readonly SectionPlan[];
  renderFacts(section: SectionPlan, file: FileFacts, phrases: Phrases): string;
}
