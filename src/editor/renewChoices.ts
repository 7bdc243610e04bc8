import type { Amounts, Estimate } from '../engine/batch/estimate';
import type { Renew } from '../engine/renew';
import { plural, t } from '../l10n/localize';
import { cost } from './words';

/** One of the ways to renew specs, with what it takes more than the one before. */
export interface RenewChoice {
  readonly renew: Renew;
  readonly label: string;
  /** `about $0.42 · 12 sections more`. */
  readonly description: string;
  readonly detail: string;
}

type Price = Amounts['costUsd'];

/**
 * What a person may choose between, each with what comes before it; another template or language only where there is one.
 * @param estimates what the most of it would take, by folder: each tells what is asked for although no code changed
 */
export function renewChoices(estimates: readonly Pick<Estimate, 'calls' | 'costUsd' | 'renewals'>[], model: string): RenewChoice[] {
  const { template, other, all } = parts(estimates);
  const isFree = estimates.every(({ calls }) => calls === 0);
  const choice = (renew: Renew, label: string, price: Price, sections: number | undefined, detail: string): RenewChoice => ({
    renew, label, detail, description: [isFree ? t('nothing to pay') : priceText(price), sections === undefined ? '' : sections === 0 ? t('nothing more') : plural(sections, '{0} section more', '{0} sections more')].filter(Boolean).join(' · '),
  });
  const choices = [
    choice('code', t('Where the Code Changed'), less(all, [template.price, other.price]), undefined, t('Texts that are missing, or were written for other code.')),
    choice('template', t('Also for Another Template or Language'), less(all, [other.price]), template.sections, t('Texts that were written for another template or language than that of the settings.')),
    choice('model', t('Also What Another Model Wrote'), all, other.sections, t('All that neither {0} nor a person wrote.', model)),
  ];
  return choices.filter(({ renew }) => renew !== 'template' || template.sections > 0);
}

function parts(estimates: readonly Pick<Estimate, 'costUsd' | 'renewals'>[]) {
  const of = (renewal: 'template' | 'model') => {
    const renewed = estimates.flatMap(({ renewals }) => renewals?.[renewal] ?? []);
    return { price: sum(renewed.map(({ costUsd }) => costUsd)), sections: renewed.reduce((total, { sections }) => total + sections, 0) };
  };
  return { template: of('template'), other: of('model'), all: sum(estimates.map(({ costUsd }) => costUsd)) };
}

/** Unpriced as soon as one is. */
function sum(prices: readonly Price[]): Price {
  return prices.reduce<Price>((total, price) => total && price && [total[0] + price[0], total[1] + price[1]], [0, 0]);
}

function less(all: Price, parts: readonly Price[]): Price {
  return parts.reduce<Price>((rest, part) => rest && part && [Math.max(0, rest[0] - part[0]), Math.max(0, rest[1] - part[1])], all);
}

/** Both ends are factors away from what is expected, so the middle is that of factors too. */
function priceText(price: Price): string {
  if (!price) return t('price unknown');
  // What is left of a subtraction may be less than nothing by a rounding.
  return price[1] < 1e-9 ? t('nothing to pay') : t('about {0}', cost(Math.sqrt(price[0] * price[1])));
}
