import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RequestedItem } from '../../model-server/items';
import type { ServerSettings } from '../../model-server/settings';
import { modelAt, serverOf, workspaceOf } from '../engine/workspace';

/** A source with a spec of it by the model server, in which a person has edited the texts of some sections. */
export async function editedSpec(source: Readonly<Record<string, string>>, texts: Readonly<Record<string, string>>, settings: Partial<ServerSettings> = {}) {
  const [file] = Object.keys(source) as [string];
  const server = await serverOf(settings);
  const model = await modelAt(server);
  const workspace = await workspaceOf(source);
  await workspace.run({ model });
  const spec = `specs/${file}.spec.md`;
  const written = await workspace.read(spec);
  await workspace.write(spec, Object.entries(texts).reduce((text, [id, prose]) => withText(text, id, prose), written));
  const asked = server.ledger.length;
  return {
    workspace,
    server,
    model,
    file,
    spec,
    /** Items of the requests since the texts were edited. */
    items: (): RequestedItem[] => server.ledger.slice(asked).flatMap((request) => request.items as RequestedItem[]),
    requests: () => server.ledger.length - asked,
    bytes: (name: string) => readFile(path.join(workspace.root, name)),
  };
}

/** Replaces the prose of a section, as a person does it in an editor. */
export function withText(spec: string, id: string, prose: string): string {
  const section = new RegExp(`(<!-- specwright:section id="${id}"[^]*?<!-- specwright:prose[^\\n]*\\n)[^]*?(<!-- /specwright:section -->)`);
  if (!section.test(spec)) throw new Error(`There is no section ${id}.`);
  return spec.replace(section, (_, before: string, after: string) => `${before}${prose}\n${after}`);
}

/** The prose of a section as it stands in the spec. */
export function textOf(spec: string, id: string): string {
  return new RegExp(`<!-- specwright:section id="${id}"[^]*?<!-- specwright:prose[^\\n]*\\n([^]*?)\\n<!-- /specwright:section -->`).exec(spec)![1]!;
}
