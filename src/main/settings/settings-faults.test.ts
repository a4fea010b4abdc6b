import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { documentVersion } from './document.ts';
import { writeSteps } from '#main/files/durable-file.ts';
import { chatSection, createSettingsFixture, valueOf } from './testing/settings-fixture.ts';

const good = '{"chat-presence": {"cooldownSeconds": 7}}\n';
const brokenName = 'settings.broken-2026-11-22T20-15-03.json';

const brokenFiles = [
  { name: 'empty', content: '', reason: 'it is empty' },
  {
    name: 'cut off',
    content: '{"chat-presence": {\n  "cooldownSec',
    reason: 'it is not valid JSON at line 2',
  },
  { name: 'null', content: 'null', reason: 'it contains null instead of an object of sections' },
  { name: 'a list', content: '[]', reason: 'it contains a list instead of an object of sections' },
  {
    name: 'random bytes',
    content: Buffer.from([0xff, 0x00, 0x9c, 0x7b]),
    reason: 'it is not valid JSON at line 1',
  },
  {
    name: 'of a wrong type',
    content: '{\n"chat-presence":\n{"cooldownSeconds": "7"}}',
    reason:
      '"chat-presence.cooldownSeconds" in line 3 is not valid: Invalid input: expected number, received string',
  },
  {
    name: 'a section that is a list',
    content: '{"chat-presence": []}',
    reason: '"chat-presence" in line 1 is not valid: Expected an object',
  },
  {
    name: 'nested very deep',
    content: `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    reason: 'it is nested more than 60 levels deep',
  },
  {
    name: 'too large',
    content: Buffer.alloc(1024 * 1024 + 1, 0x20),
    reason: 'it has 1048577 bytes, and the limit is 1 MB',
  },
  {
    name: 'of no version',
    content: '{"version": "new"}',
    reason: 'its "version" is not a whole number above 0',
  },
];

it.each(brokenFiles)(
  'moves a file that is $name aside and activates the last good settings',
  async ({ content, reason }) => {
    await using fixture = createSettingsFixture(content);
    writeFileSync(`${fixture.home}/settings.last-good.json`, good);
    const store = await fixture.open();
    expect(store.get(chatSection).cooldownSeconds).toBe(7);
    expect(store.problem).toContain(`The settings file ${fixture.file} could not be used: ${reason}`);
    expect(store.problem).toContain(
      `It is saved as ${fixture.home}/${brokenName}. The last good settings are active`,
    );
    expect(fixture.read(brokenName)).toBe(content.toString());
    expect(fixture.read()).toBe(good);
    expect((await fixture.open()).problem).toBeNull();
  },
);

it('activates the defaults without a last good copy, and writes a new file with the next change', async () => {
  await using fixture = createSettingsFixture('{');
  const store = await fixture.open();
  expect(store.get(chatSection).cooldownSeconds).toBe(30);
  expect(store.problem).toContain('The defaults are active');
  valueOf(await store.patch('chat-presence', { cooldownSeconds: 1 }));
  expect(store.problem).toBeNull();
  expect(fixture.names()).toEqual([
    brokenName,
    'settings.history',
    'settings.json',
    'settings.last-good.json',
  ]);
});

it('does not overwrite the first broken file with a second one of the same second', async () => {
  await using fixture = createSettingsFixture('first');
  await fixture.open();
  writeFileSync(fixture.file, 'second');
  await fixture.open();
  expect(fixture.read(brokenName)).toBe('first');
  expect(fixture.read('settings.broken-2026-11-22T20-15-03-2.json')).toBe('second');
});

it('does not write a file of a newer version, and activates the last good settings', async () => {
  const newer = `{"version": ${documentVersion + 1}, "chat-presence": {"cooldownSeconds": 9}}`;
  await using fixture = createSettingsFixture(newer);
  writeFileSync(`${fixture.home}/settings.last-good.json`, good);
  const store = await fixture.open();
  expect(store.get(chatSection).cooldownSeconds).toBe(7);
  expect(await store.patch('chat-presence', { cooldownSeconds: 1 })).toMatchObject({
    ok: false,
    error: {
      code: 'settings.off-limits',
      message: expect.stringContaining(
        'was written by a newer version of Cuelight (format 2; this version reads up to 1)',
      ),
    },
  });
  expect(fixture.read()).toBe(newer);
  expect(fixture.names()).toEqual(['settings.json', 'settings.last-good.json']);
});

it('reports a duplicate key with its line, and uses the last value', async () => {
  await using fixture = createSettingsFixture(
    '{"chat-presence": {\n"cooldownSeconds": 1,\n"cooldownSeconds": 2}}',
  );
  const store = await fixture.open();
  expect(store.get(chatSection).cooldownSeconds).toBe(2);
  expect(store.problem).toBe('"chat-presence.cooldownSeconds" is set twice. The value in line 3 applies.');
});

it('starts even when a folder blocks the file', async () => {
  await using fixture = createSettingsFixture();
  mkdirSync(fixture.file);
  const store = await fixture.open();
  expect(store.get(chatSection).cooldownSeconds).toBe(30);
  expect(store.problem).toContain('it is a folder; move the folder away');
  expect(await store.patch('chat-presence', { cooldownSeconds: 1 })).toMatchObject({ ok: false });
});

it('changes nothing when a write fails, and reports the reason', async () => {
  await using fixture = createSettingsFixture(good);
  const store = await fixture.open({
    atStep: (step) => {
      if (step === 'temporary-opened') throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    },
  });
  expect(await store.patch('chat-presence', { cooldownSeconds: 1 })).toMatchObject({
    ok: false,
    error: {
      code: 'settings.not-saved',
      message: `The settings file ${fixture.file} could not be written: the disk is full; free some space. Nothing was changed.`,
    },
  });
  expect(store.get(chatSection).cooldownSeconds).toBe(7);
  expect(fixture.read()).toBe(good);
  expect(fixture.names().filter((name) => name.includes('tmp'))).toEqual([]);
});

const kills = writeSteps.flatMap((step) => [
  { step, write: 1, file: 'the settings' },
  { step, write: 2, file: 'the history' },
  { step, write: 3, file: 'the last good copy' },
]);

it.each(kills)(
  'has the old or the new settings and no leftovers after a kill at "$step" of $file',
  async ({ step, write }) => {
    await using fixture = createSettingsFixture(good);
    await fixture.open();
    const script = fileURLToPath(new URL('testing/patch-and-die.ts', import.meta.url));
    const child = spawnSync(process.execPath, [script, fixture.file, step, String(write), '123']);
    expect(child.signal).toBe('SIGKILL');
    const store = await fixture.open();
    const isNew = write > 1 || step === 'renamed' || step === 'folder-synced';
    expect(store.get(chatSection).cooldownSeconds).toBe(isNew ? 123 : 7);
    expect(store.problem).toBeNull();
    expect(await store.history()).toHaveLength(isNew ? 2 : 1);
    expect(fixture.read('settings.last-good.json')).toBe(fixture.read());
    expect(fixture.names()).toEqual(['settings.history', 'settings.json', 'settings.last-good.json']);
    expect(
      readdirSync(`${fixture.home}/settings.history`).filter(
        (name) => !/^\d{15}-[a-z]+(?:-\d+)?\.json$/.test(name),
      ),
    ).toEqual([]);
  },
);
