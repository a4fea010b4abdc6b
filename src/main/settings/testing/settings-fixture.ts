import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { declareSection } from '#core/index.ts';
import type { Result } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { openSettings, type OpenSettings, type SettingsOptions } from '../open-settings.ts';
import type { SettingsApplier } from '../settings-change.ts';

/** A section with every kind of value. */
export const chatSection = declareSection({
  path: 'chat-presence',
  title: 'Chat',
  description: 'Where chat is read and written.',
  schema: z.object({
    twitch: z
      .object({
        channel: z
          .string()
          .max(25)
          .default('')
          .meta({ title: 'Channel', description: 'Your channel’s name.' }),
        enabled: z.boolean().default(true).meta({ title: 'Connect to Twitch' }),
      })
      .prefault({})
      .meta({ title: 'Twitch' }),
    cooldownSeconds: z
      .number()
      .int()
      .min(0)
      .max(600)
      .default(30)
      .meta({ title: 'Wait between answers, seconds' }),
    greetings: z.array(z.string()).default(['hello']).meta({ title: 'Greetings' }),
  }),
  secrets: [{ name: 'twitch-token', title: 'Twitch token', description: 'The account’s token.' }],
  testTarget: 'twitch-chat',
});

/** An applier that reports a restart of Twitch chat for every Twitch value, and applies nothing. */
export const chatApplier: SettingsApplier = {
  impactOf: (sections) => {
    const keys = sections.flatMap((section) => section.keys);
    return {
      live: keys.filter((key) => !key.startsWith('twitch.')),
      restarts: keys.some((key) => key.startsWith('twitch.')) ? ['twitch-chat'] : [],
    };
  },
  apply: () => undefined,
};

export const journalSection = declareSection({
  path: 'app.journal',
  title: 'Journal',
  description: 'Days for which events are stored.',
  schema: z.object({
    eventDays: z.number().int().min(1).max(3_650).default(30).meta({ title: 'Days of events' }),
  }),
});

export const valueOf = <T>(result: Result<T, Error>): T => {
  if (!result.ok) throw result.error;
  return result.value;
};

/** Creates a home with settings; removed at the end of the `await using` block. */
export const createSettingsFixture = (content?: string | Buffer) => {
  const home = mkdtempSync(join(tmpdir(), 'cuelight-settings-'));
  const file = join(home, 'settings.json');
  if (content !== undefined) writeFileSync(file, content);
  const clock = createFakeClock(Date.UTC(2026, 10, 22, 20, 15, 3));
  const opened: OpenSettings[] = [];
  return {
    home,
    file,
    clock,
    read: (name = 'settings.json'): string => readFileSync(join(home, name), 'utf8'),
    names: (): readonly string[] => readdirSync(home).toSorted(),
    open: async (options: Partial<SettingsOptions> = {}) => {
      const settings = await openSettings({
        file,
        sections: [chatSection, journalSection],
        environment: {},
        clock,
        secretState: async () => 'missing',
        ...options,
      });
      opened.push(settings);
      settings.store.applyWith(chatApplier);
      return settings.store;
    },
    [Symbol.asyncDispose]: async () => {
      for (const settings of opened) await settings[Symbol.asyncDispose]();
      rmSync(home, { recursive: true, force: true });
    },
  };
};
