/**
 * Which texts are asked for again, each step with those before it. `code`: those whose code changed. `template`: those that were written for another template or language. `model`: those that another
 * model than the one that is asked now wrote. What was never written is always asked for, and a person's text never.
 */
export const RENEW = ['code', 'template', 'model'] as const;
export type Renew = (typeof RENEW)[number];

/** A text is asked for although its code has not changed: why. */
export type Renewal = Exclude<Renew, 'code'>;

export const RENEW_DEFAULT: Renew = 'template';

export function renews(asked: Renew | undefined, renewal: Renewal): boolean {
  return RENEW.indexOf(asked ?? RENEW_DEFAULT) >= RENEW.indexOf(renewal);
}
