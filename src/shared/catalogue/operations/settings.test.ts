import { describe, expect, it } from 'vitest';
import type { AnyOperation } from './define.ts';
import {
  settingsDeleteSecret,
  settingsConfirmChange,
  settingsOperations,
  settingsPutSecret,
} from './settings.ts';

describe('the operations on settings', () => {
  it('record nothing about a secret, not even its name, because a token may be passed as the name by mistake', () => {
    const secret = { name: 'twitch-token', value: 'hunter2' };
    for (const each of [settingsPutSecret, settingsDeleteSecret]) {
      expect([each.keeps, each.target(secret), each.summary(secret)].join()).not.toContain('twitch');
      expect(JSON.stringify(each.confirmation(secret))).not.toContain('twitch');
    }
  });

  it('record which section was changed, and no value', () => {
    const kept = new Set(settingsOperations.flatMap(({ keeps }: AnyOperation) => keeps));
    expect([...kept]).toEqual(['path']);
  });

  it('report whether there was a change to keep', () => {
    expect(settingsConfirmChange.done({ kept: true }, {})).toBe('The change is kept.');
    expect(settingsConfirmChange.done({ kept: false }, {})).toBe('There was no change to confirm.');
  });

  it.each(['Twitch', '1st', 'a b', '', '../secrets'])('refuse the name "%s" for a secret', (name) => {
    expect(settingsPutSecret.input.safeParse({ name, value: 'x' }).success).toBe(false);
  });
});
