import { expect, it } from 'vitest';
import { conditionTitle } from './condition-words.ts';
import { plainFact } from './fact-words.ts';
import { formatExact, formatWithUnit } from './format.ts';
import { settingsPlaces, settingsToolTitles } from '../model/settings-places.ts';

it.each([
  ['Ready', 'Ready'],
  ['HoldsForShow', 'Holds for show'],
  ['obs:main', 'Obs:main'],
])('a condition %s reads %s', (type, words) => {
  expect(conditionTitle(type)).toBe(words);
});

it.each([
  [1, 'outages', '1 outage'],
  [0, 'outages', '0 outages'],
  [2, 'messages', '2 messages'],
  [1, 'ms', '1 ms'],
  [1, 'fps', '1 fps'],
  [1, 'per minute', '1/min'],
])('%d %s reads %s', (value, unit, words) => {
  expect(formatWithUnit(value, unit)).toBe(words);
});

it('names every place of the settings once, with its everyday words', () => {
  const places = settingsPlaces([{ path: 'chat-presence.twitch', title: 'Twitch' }]);
  expect(places.map(({ title }) => title)).toEqual(['Twitch', ...Object.values(settingsToolTitles)]);
  expect(places[0]?.words).toContain('sign in');
});

it.each<[string, unknown, string | null]>([
  ['startedAt', 1_795_405_248_023, formatExact(1_795_405_248_023)],
  ['at', 12, '12'],
  ['latencyMs', 63.02, '63 ms'],
  ['closeCode', 1_006, '1006'],
  ['caughtUp', false, 'no'],
  ['scene', 'Main', 'Main'],
  ['cause', null, null],
  ['scenes', ['Main'], null],
])('a fact %s of %j reads %s', (name, value, words) => {
  expect(plainFact(name, value)).toBe(words);
});
