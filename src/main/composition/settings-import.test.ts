import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSettings, type SettingsStore } from '#main/settings/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { fitsInMessage } from '#shared/model/index.ts';
import { manifests } from './manifests.ts';
import { declareSections } from './settings-sections.ts';

let folder: string;
const opened: AsyncDisposable[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuelight-import-'));
});
afterEach(async () => {
  for (const each of opened.splice(0)) await each[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const open = async (name: string): Promise<SettingsStore> => {
  const settings = await openSettings({
    file: join(folder, `${name}.json`),
    sections: declareSections(manifests).all,
    environment: {},
    clock: createFakeClock(),
    secretState: async () => 'missing',
  });
  opened.push(settings);
  return settings.store;
};

/** Three bytes each in a file and in a message, where a quote takes two. */
const long = (length: number): string => '猫'.repeat(length);
const words = Array.from({ length: 20 }, (_, number) => `${number} ${long(57)}`);
/** Every text setting at its maximum length. */
const longest: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'chat-presence.obs': {
    instances: Array.from({ length: 8 }, (_, number) => ({
      name: `${number}${'a'.repeat(39)}`,
      address: `ws://${number}.example/${'b'.repeat(200)}`,
      enabled: true,
    })),
  },
  'chat-presence.go-live': {
    text: long(1_500),
    ending: long(200),
    postAs: long(80),
    pictureUrl: `https://example/${'c'.repeat(980)}`,
  },
  fsm: { scenes: { startingSoon: words, beRightBack: words, ending: words } },
};

it('exports all settings at their maximum length, and imports them elsewhere', async () => {
  const first = await open('first');
  for (const [path, values] of Object.entries(longest))
    expect(await first.patch(path, values)).toMatchObject({ ok: true });
  const content = first.exportDocument();
  expect(fitsInMessage(content)).toBe(true);
  const second = await open('second');
  expect(await second.importDocument(content)).toMatchObject({ ok: true });
  expect(second.exportDocument()).toBe(content);
});

it.each([
  ['plain letters', 'a'.repeat(57_998), true],
  ['one more', 'a'.repeat(57_999), false],
  ['quotes, which take two places in a message', '"'.repeat(29_000), false],
  ['letters of three bytes', long(20_000), false],
  ['a hundred megabytes', 'a'.repeat(100_000_000), false],
])('decides if a message can hold %s', (_what, content, fits) => {
  expect(fitsInMessage(content)).toBe(fits);
});
