import { readFileSync } from 'node:fs';
import { InputError } from '../engine/inputError';
import { ROLES, type Role, type Writer } from '../engine/roles';
import { PROVIDERS, type ProviderName } from '../providers/models';
import type { CommandLine } from './arguments';
import { chooseModel } from './chooseModel';

/** `overview=gemini/gemini-3.8-flash`, or `overview=gemini` for the provider's default model. */
export interface RoleChoice {
  readonly role: Role;
  readonly provider: ProviderName;
  readonly model?: string;
}

/** @throws InputError for what is none */
export function readRole(text: string): RoleChoice {
  const [, role, provider, model] = /^([a-z]+)=([a-z]+)(?:\/(.+))?$/.exec(text) ?? [];
  if (!ROLES.includes(role as Role)) throw new InputError(`--role ${text}: write for example overview=gemini/gemini-3.8-flash; the roles are ${ROLES.join(', ')}.`);
  if (!PROVIDERS.includes(provider as ProviderName)) throw new InputError(`--role ${text}: there is no provider "${provider}"; there are ${PROVIDERS.join(', ')}.`);
  return { role: role as Role, provider: provider as ProviderName, ...(model === undefined ? {} : { model }) };
}

/** The models of the roles that were named. @throws InputError where one cannot be had */
export async function chooseRoles({ roles, prices }: Pick<CommandLine, 'roles' | 'prices'>, env: NodeJS.ProcessEnv, fetch?: typeof globalThis.fetch): Promise<Partial<Record<Role, Writer>>> {
  const chosen: Partial<Record<Role, Writer>> = {};
  for (const { role, provider, model } of roles) {
    const opened = await chooseModel({ provider, model, prices, role }, env, fetch);
    if (opened) chosen[role] = { model: opened };
  }
  return chosen;
}

/** A person's own prices. @throws InputError where the file cannot be read */
export function readPrices(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`The prices in ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}). Check --prices.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`The prices in ${file} are no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
