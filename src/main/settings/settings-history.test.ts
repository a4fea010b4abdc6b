import { readdirSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { chatSection, createSettingsFixture, valueOf } from './testing/settings-fixture.ts';

it('compares every earlier version with the current one and restores it', async () => {
  await using fixture = createSettingsFixture('{"chat-presence": {"cooldownSeconds": 1}}');
  const store = await fixture.open();
  await fixture.clock.advance(1_000);
  valueOf(await store.patch('chat-presence', { cooldownSeconds: 2, twitch: { channel: 'stage' } }));
  await fixture.clock.advance(1_000);
  writeFileSync(fixture.file, '{"chat-presence": {"cooldownSeconds": 3}}');
  await store.reload();

  const versions = await store.history();
  expect(versions).toHaveLength(3);
  const [, patched, first] = versions;
  expect(patched && valueOf(await store.previewVersion(patched.id))).toEqual({
    impact: { live: ['cooldownSeconds'], restarts: ['twitch-chat'] },
    differences: [
      { path: 'chat-presence.cooldownSeconds', before: 3, after: 2 },
      { path: 'chat-presence.twitch.channel', before: undefined, after: 'stage' },
    ],
  });
  expect(versions.map(({ origin }) => origin)).toEqual(['file', 'operator', 'started']);
  expect(first && valueOf(await store.restore(first.id))).toEqual({
    live: ['cooldownSeconds'],
    restarts: [],
  });
  expect(store.get(chatSection).cooldownSeconds).toBe(1);
  expect(await store.history()).toHaveLength(4);
  const again = await fixture.open();
  expect(again.get(chatSection).cooldownSeconds).toBe(1);
});

it('does not create a version at a restart', async () => {
  await using fixture = createSettingsFixture('{"chat-presence": {"cooldownSeconds": 1}}');
  await fixture.open();
  const store = await fixture.open();
  expect(await store.history()).toHaveLength(1);
});

it('keeps the newest fifty versions', async () => {
  await using fixture = createSettingsFixture();
  const store = await fixture.open();
  for (let seconds = 1; seconds <= 55; seconds += 1)
    valueOf(await store.patch('chat-presence', { cooldownSeconds: seconds }));
  expect(await store.history()).toHaveLength(50);
  const oldest = (await store.history()).at(-1);
  expect(oldest && valueOf(await store.previewVersion(oldest.id)).differences).toEqual([
    { path: 'chat-presence.cooldownSeconds', before: 55, after: 6 },
  ]);
  expect(readdirSync(`${fixture.home}/settings.history`)).toHaveLength(50);
});

it.each(['000000000000001', '../settings', '../../etc/passwd', ''])('finds no version "%s"', async (id) => {
  await using fixture = createSettingsFixture('{"chat-presence": {"cooldownSeconds": 1}}');
  const store = await fixture.open();
  expect(await store.restore(id)).toMatchObject({ ok: false, error: { code: 'settings.unknown-version' } });
  expect(await store.previewVersion(id)).toMatchObject({
    ok: false,
    error: { code: 'settings.unknown-version' },
  });
});

it('keeps the order and times of versions after one was saved under a wrong clock', async () => {
  await using fixture = createSettingsFixture('{"chat-presence": {"cooldownSeconds": 1}}');
  const store = await fixture.open();
  const right = fixture.clock.now();
  const fiftyYears = 50 * 365 * 86_400_000;
  for (const [seconds, jump] of [
    [2, fiftyYears],
    [3, -fiftyYears],
    [4, -right],
  ] as const) {
    fixture.clock.jumpWall(jump);
    valueOf(await store.patch('chat-presence', { cooldownSeconds: seconds }));
  }
  const versions = await store.history();
  expect(versions.map(({ at }) => at)).toEqual([0, right, right + fiftyYears, right]);
  expect([...versions].map(({ id }) => id)).toEqual(
    versions
      .map(({ id }) => id)
      .toSorted()
      .toReversed(),
  );
  const [, third] = versions;
  valueOf(await store.restore(third?.id ?? ''));
  expect(store.get(chatSection).cooldownSeconds).toBe(3);
});
