import { describe, expect, test } from 'vitest';
import { duration, moment, percent, short, usd, whole } from '../../../src/webview/format';

describe('how figures are written', () => {
  test.each([[0, '$0.00'], [12.345, '$12.35'], [1, '$1.00'], [0.4567, '$0.457'], [0.00423, '$0.0042'], [0.0000003, '$0.00000030'], [-0.25, '−$0.250']])('%d dollars: %s', (amount, text) => expect(usd(amount)).toBe(text));

  test('a lower bound says so, and one of nothing is unknown', () => {
    expect(usd(0.42, true)).toBe('at least $0.420');
    expect(usd(0, true)).toBe('unknown');
  });

  test.each([[0, '0 ms'], [999, '999 ms'], [999.6, '1.00 s'], [9_990, '9.99 s'], [9_996, '10.0 s'], [59_949, '59.9 s'], [59_960, '1 min'], [185_000, '3 min 5 s'], [3_599_999, '1 h'], [7_800_000, '2 h 10 min'], [-1500, '−1.50 s']])('%d milliseconds: %s', (ms, text) => expect(duration(ms)).toBe(text));

  test('what is neither none nor all never looks like it', () => {
    expect([0, 0.001, 0.5, 0.999, 1].map(percent)).toEqual(['0%', '<1%', '50%', '>99%', '100%']);
  });

  test('large numbers, whole and short', () => {
    expect([whole(1234567), short(9_999), short(12_345), short(999_499), short(999_500), short(4_560_000), short(7.89e9)]).toEqual(['1,234,567', '9,999', '12.3k', '999k', '1.00M', '4.56M', '7.89B']);
  });

  test('a moment of today by its time, of another day by its date too', () => {
    const now = new Date(2026, 0, 15, 18, 30).getTime();
    expect(moment(new Date(2026, 0, 15, 9, 5, 7).getTime(), now)).toBe('09:05:07');
    expect(moment(new Date(2026, 0, 14, 9, 5, 7).getTime(), now)).toBe('14 Jan, 09:05:07');
  });
});
