import { describe, expect, it } from 'vitest';
import type { AnyOperation } from './define.ts';
import {
  settingsDeleteSecret,
  settingsConfirmChange,
  settingsOperations,
  settingsPutSecret,
} from './settings.ts';

describe('the operations on settings', () => {
  it('keep nothing of a secret, not even its name, where a token may stand by mistake', () => {
    const secret = { name: 'twitch-token', value: 'hunter2' };
    for (const each of [settingsPutSecret, settingsDeleteSecret]) {
      expect([each.keeps, each.target(secret), each.summary(secret)].join()).not.toContain('twitch');
      expect(JSON.stringify(each.confirmation(secret))).not.toContain('twitch');
    }
  });

  it('keep which section was changed, and no value', () => {
    const kept = new Set(settingsOperations.flatMap(({ keeps }: AnyOperation) => keeps));
    expect([...kept]).toEqual(['path']);
  });

  it('say whether there was a change to keep', () => {
    expect(settingsConfirmChange.done({ kept: true }, {})).toBe('The change is kept.');
    expect(settingsConfirmChange.done({ kept: false }, {})).toBe('There was nothing left to keep.');
  });

  it.each(['Twitch', '1st', 'a b', '', '../secrets'])('take no name for a secret like "%s"', (name) => {
    expect(settingsPutSecret.input.safeParse({ name, value: 'x' }).success).toBe(false);
  });
});
