import { t } from '../l10n/localize';

/** How figures are written, in tiles, tables, tooltips and reports alike. */

/** `$0.42`, `$0.0031`; `at least $0.42` where a part of it is not known. */
export function usd(amount: number, isLowerBound = false): string {
  if (isLowerBound && amount === 0) return t('unknown');
  const size = Math.abs(amount);
  const digits = size === 0 || size >= 0.995 ? 2 : size >= 0.01 ? 3 : Math.min(8, 1 - Math.floor(Math.log10(size)));
  const text = `${amount < 0 ? '−' : ''}$${size.toFixed(digits)}`;
  return isLowerBound ? t('at least {0}', text) : text;
}

/** `12,345`. */
export function whole(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}

/** `950`, `12.3k`, `4.56M`: for places that are too narrow for all digits. */
export function short(n: number): string {
  const size = Math.abs(n);
  if (size < 10_000) return whole(n);
  const [value, unit] = size < 999_500 ? [n / 1e3, 'k'] : size < 999_500_000 ? [n / 1e6, 'M'] : [n / 1e9, 'B'];
  return `${value.toPrecision(3)}${unit}`;
}

/** `85 ms`, `1.25 s`, `42.1 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  if (ms < 0) return `−${duration(-ms)}`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_995) return t('{0} s', (ms / 1000).toFixed(2));
  if (ms < 59_950) return t('{0} s', (ms / 1000).toFixed(1));
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return seconds % 60 === 0 ? t('{0} min', seconds / 60) : t('{0} min {1} s', Math.floor(seconds / 60), seconds % 60);
  const minutes = Math.round(seconds / 60);
  return minutes % 60 === 0 ? t('{0} h', minutes / 60) : t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}

/** A share from 0 to 1: `62%`; what is neither none nor all never looks like it. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0) return '<1%';
  if (rounded === 100 && share < 1) return '>99%';
  return `${rounded}%`;
}

/** A moment in local time, as people name a run of today or of another day. */
export function moment(ms: number, now: number): string {
  const at = new Date(ms);
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  // Which language dates are written in is a text like others.
  return new Date(now).toDateString() === at.toDateString() ? time : t('{0}, {1}', at.toLocaleDateString(t('en-GB'), { day: 'numeric', month: 'short' }), time);
}
