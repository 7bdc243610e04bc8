import { plural, t } from '../l10n/localize';

/** `1 spec`, `12 specs`, in logs: what is shown to people is translated sentence by sentence. */
export function count(n: number, word: string): string {
  return `${n.toLocaleString('en-US')} ${word}${n === 1 ? '' : 's'}`;
}

/** `1 file`, `12 files`. */
export function files(n: number): string {
  return plural(n, '{0} file', '{0} files');
}

/** `0.4 s`, `12 s`, `2 min 5 s`: as exact as a person cares for. */
export function duration(ms: number): string {
  const [minutes, seconds] = minutesAndSeconds(ms);
  if (minutes === 0) return t('{0} s', seconds);
  return seconds === 0 ? t('{0} min', minutes) : t('{0} min {1} s', minutes, seconds);
}

/** The same for logs, which are in English. */
export function durationInLog(ms: number): string {
  const [minutes, seconds] = minutesAndSeconds(ms);
  if (minutes === 0) return `${seconds} s`;
  return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`;
}

function minutesAndSeconds(ms: number): [number, number] {
  if (ms < 9_950) return [0, Math.round(ms / 100) / 10];
  const seconds = Math.round(ms / 1000);
  return [Math.floor(seconds / 60), seconds % 60];
}

/** A share from 0 to 1 as `62%`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** `undefined`: a part of it is not known, and no number is better than one that is too low. */
export function cost(usd: number | undefined): string {
  if (usd === undefined) return t('cost unknown');
  // Cents have two digits; what is less has as many as say something.
  return `$${usd === 0 || usd >= 0.995 ? usd.toFixed(2) : usd >= 0.01 ? usd.toFixed(3).replace(/0$/, '') : usd.toPrecision(1)}`;
}

/** Messages of the engine name the command line's way too, which the editor does not take: it reads no environment, and has settings in place of options. */
export function inEditorWords(message: string): string {
  return message.replace(/, or set [A-Z]+_API_KEY(?:, again)?/g, '').replace(/"specwright generate --remove-orphans"/g, '"Specwright: Remove Orphaned Specs"').replace(/ \(--max-tokens\)/g, ' ("specwright.budget.tokens")').replace(/ \(--[a-z-]+\)/g, '');
}
