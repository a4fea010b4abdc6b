import { expect, it } from 'vitest';
import { durationInWords } from './duration-words.ts';

it.each([
  [-5, '0 ms', '0 s', '0 s'],
  [0, '0 ms', '0 s', '0 s'],
  [999.6, '1000 ms', '0 s', '0 s'],
  [59_999, '59 s', '59 s', '59 s'],
  [60_000, '1 min', '1 min', '1 min'],
  [61_000, '1 min 1 s', '1 min', '1 min'],
  [599_999, '9 min 59 s', '9 min', '9 min'],
  [3_599_999, '59 min', '59 min', '59 min'],
  [3_600_000, '1 h', '1 h 0 min', '1 h'],
  [7_380_000, '2 h 3 min', '2 h 3 min', '2 h'],
  [86_399_999, '23 h 59 min', '23 h 59 min', '23 h'],
  [86_400_000, '1 d', '24 h 0 min', '1 d'],
  [183_600_000, '2 d 3 h', '51 h 0 min', '2 d'],
])('formats %d ms as %s, in minutes as %s, in short as %s', (ms, exact, minutes, short) => {
  expect(durationInWords(ms)).toBe(exact);
  expect(durationInWords(ms, 'minutes')).toBe(minutes);
  expect(durationInWords(ms, 'short')).toBe(short);
});
