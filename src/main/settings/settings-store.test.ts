import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { SettingsChange } from './settings-change.ts';
import { chatSection, createSettingsFixture, journalSection, valueOf } from './testing/settings-fixture.ts';

it('uses the defaults without a file, and writes nothing', async () => {
  await using fixture = createSettingsFixture();
  const store = await fixture.open();
  expect(store.get(chatSection)).toEqual({
    twitch: { channel: '', enabled: true },
    cooldownSeconds: 30,
    greetings: ['hello'],
  });
  expect(store.problem).toBeNull();
  expect(fixture.names()).toEqual([]);
});

it('uses the defaults for missing values of the file, at any depth', async () => {
  await using fixture = createSettingsFixture(
    '{"chat-presence": {"twitch": {"channel": "stage"}}, "app": {"journal": {}}}',
  );
  const store = await fixture.open();
  expect(store.get(chatSection).twitch).toEqual({ channel: 'stage', enabled: true });
  expect(store.get(journalSection)).toEqual({ eventDays: 30 });
  expect(store.problem).toBeNull();
});

it('takes each value from the highest layer: default, file, environment, operator', async () => {
  await using fixture = createSettingsFixture(
    JSON.stringify({
      'chat-presence': { cooldownSeconds: 10, greetings: ['hi'], twitch: { channel: 'from_file' } },
    }),
  );
  const environment = {
    CUELIGHT_CHAT_PRESENCE_COOLDOWN_SECONDS: '20',
    CUELIGHT_CHAT_PRESENCE_TWITCH_CHANNEL: 'from_environment',
  };
  const store = await fixture.open({ environment });
  expect(valueOf(await store.patch('chat-presence', { cooldownSeconds: 40 })).section).toMatchObject({
    values: {
      cooldownSeconds: 40,
      greetings: ['hi'],
      twitch: { channel: 'from_environment', enabled: true },
    },
    layers: {
      cooldownSeconds: 'operator',
      greetings: 'file',
      'twitch.channel': 'environment',
      'twitch.enabled': 'default',
    },
  });
  const again = await fixture.open({ environment });
  expect(again.get(chatSection).cooldownSeconds).toBe(40);
  expect(fixture.read()).not.toContain('from_environment');

  await again.reset('chat-presence', ['cooldownSeconds']);
  expect(again.get(chatSection).cooldownSeconds).toBe(20);
  expect(JSON.parse(fixture.read())).toEqual({
    version: 1,
    'chat-presence': { greetings: ['hi'], twitch: { channel: 'from_file' } },
  });
});

it('names an invalid environment variable, and uses the layer below', async () => {
  await using fixture = createSettingsFixture();
  const store = await fixture.open({ environment: { CUELIGHT_CHAT_PRESENCE_COOLDOWN_SECONDS: 'soon' } });
  expect(store.get(chatSection).cooldownSeconds).toBe(30);
  expect(store.problem).toMatch(
    /^The environment variable CUELIGHT_CHAT_PRESENCE_COOLDOWN_SECONDS is ignored/,
  );
  expect(store.problem).not.toContain('soon');
});

it('writes a patch before its activation, returns its impact, and calls the listeners', async () => {
  await using fixture = createSettingsFixture();
  const store = await fixture.open();
  const changes: SettingsChange[] = [];
  store.onApplied((change) => {
    expect(JSON.parse(fixture.read())).toMatchObject({ 'chat-presence': { twitch: { channel: 'stage' } } });
    changes.push(change);
  });
  const patch = { twitch: { channel: 'stage' }, cooldownSeconds: 5 };
  const impact = { live: ['cooldownSeconds'], restarts: ['twitch-chat'] };
  expect(store.preview('chat-presence', patch)).toEqual({ ok: true, value: impact });
  expect(valueOf(await store.patch('chat-presence', patch)).impact).toEqual(impact);
  expect(changes).toEqual([
    {
      sections: [
        {
          path: 'chat-presence',
          keys: ['twitch.channel', 'cooldownSeconds'],
          values: { twitch: { channel: 'stage', enabled: true }, cooldownSeconds: 5, greetings: ['hello'] },
        },
      ],
      origin: 'operator',
    },
  ]);
  expect(fixture.read('settings.last-good.json')).toBe(fixture.read());
});

it.each([
  { name: 'a wrong type', values: { cooldownSeconds: 'ten' }, path: 'chat-presence.cooldownSeconds' },
  { name: 'a number out of range', values: { cooldownSeconds: 601 }, path: 'chat-presence.cooldownSeconds' },
  { name: 'a list where an object belongs', values: { twitch: [] }, path: 'chat-presence.twitch' },
  {
    name: 'an unknown key',
    values: { twitch: { chanel: 'x' } },
    path: 'chat-presence.twitch.chanel',
  },
])('refuses $name with its path, and changes nothing', async ({ values, path }) => {
  await using fixture = createSettingsFixture('{"chat-presence": {"cooldownSeconds": 7}}');
  const store = await fixture.open();
  const before = fixture.read();
  const refused = await store.patch('chat-presence', values);
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'settings.invalid', message: expect.stringContaining(`"${path}"`) },
  });
  expect(fixture.read()).toBe(before);
  expect(store.get(chatSection).cooldownSeconds).toBe(7);
});

it('refuses keys that would reach a prototype', async () => {
  const reserved =
    '{"chat-presence": {"__proto__": {"polluted": 1}, "twitch": {"constructor": {"prototype": {"polluted": 1}}}}}';
  await using fixture = createSettingsFixture(reserved);
  const store = await fixture.open();
  await store.patch('chat-presence', JSON.parse('{"twitch": {"__proto__": {"polluted": 1}}}'));
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
  expect(store.get(chatSection)).not.toHaveProperty('polluted');
});

it('refuses an unknown section, and lists the sections', async () => {
  await using fixture = createSettingsFixture();
  const store = await fixture.open();
  expect(await store.patch('twitch', {})).toMatchObject({
    ok: false,
    error: {
      message: 'There is no settings section "twitch". The sections are: chat-presence, app.journal.',
    },
  });
});

it('refuses a value that looks like a token, and does not repeat it', async () => {
  await using fixture = createSettingsFixture();
  const store = await fixture.open();
  const canary = 'oauth:abcdef0123456789abcdef0123456789';
  const refused = await store.patch('chat-presence', { twitch: { channel: canary } });
  expect(refused).toMatchObject({ ok: false, error: { code: 'settings.looks-secret' } });
  expect(JSON.stringify(refused) + (refused.ok ? '' : String(refused.error.stack))).not.toContain(canary);
  expect(fixture.names()).toEqual([]);
});

it.each([
  'The secret: practice every day',
  'Top secret: raid night',
  'password: xyz1234',
  'password=raid-night',
  'https://example.com/redeem?code=WELCOME10&key=4',
  'a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5',
])('saves %s unchanged', async (greeting) => {
  await using fixture = createSettingsFixture();
  const store = await fixture.open();
  expect(await store.patch('chat-presence', { greetings: [greeting] })).toMatchObject({ ok: true });
  expect(store.get(chatSection)).toMatchObject({ greetings: [greeting] });
});

it('keeps and reports unknown keys', async () => {
  await using fixture = createSettingsFixture(
    '{"chat-presence": {"twich": {"channel": "x"}}, "future": {"a": [1]}}',
  );
  const store = await fixture.open();
  expect(store.problem).toBe(
    'The file has unknown settings: "future", "chat-presence.twich.channel". They have no effect. Check the spelling.',
  );
  valueOf(await store.patch('chat-presence', { cooldownSeconds: 1 }));
  expect(JSON.parse(fixture.read())).toMatchObject({
    'chat-presence': { twich: { channel: 'x' }, cooldownSeconds: 1 },
    future: { a: [1] },
  });
});

it('activates a valid edit of the file', async () => {
  await using fixture = createSettingsFixture('{"chat-presence": {"cooldownSeconds": 7}}');
  const store = await fixture.open();
  const changes: SettingsChange[] = [];
  store.onApplied((change) => changes.push(change));
  writeFileSync(fixture.file, '\uFEFF{\r\n  "chat-presence": {"cooldownSeconds": 8}\r\n}\r\n');
  await store.reload();
  expect(store.get(chatSection).cooldownSeconds).toBe(8);
  expect(changes).toMatchObject([
    { sections: [{ path: 'chat-presence', keys: ['cooldownSeconds'] }], origin: 'file' },
  ]);
});

it('notices an edit of the file', async () => {
  await using fixture = createSettingsFixture('{"chat-presence": {"cooldownSeconds": 7}}');
  const store = await fixture.open();
  const changed = new Promise((resolve) => store.onApplied(resolve));
  writeFileSync(fixture.file, '{"chat-presence": {"cooldownSeconds": 123}}');
  await fixture.clock.advance(5_000);
  await changed;
  expect(store.get(chatSection).cooldownSeconds).toBe(123);
});

it('reports an invalid edit, changes nothing, and does not overwrite it', async () => {
  await using fixture = createSettingsFixture('{"chat-presence": {"cooldownSeconds": 7}}');
  const store = await fixture.open();
  const edit = '{\n"chat-presence": {\n"cooldownSeconds": "many"}}';
  writeFileSync(fixture.file, edit);
  await store.reload();
  expect(store.problem).toBe(
    `The settings file ${fixture.file} was edited and cannot be used: "chat-presence.cooldownSeconds" in line 3 is not valid: Invalid input: expected number, received string. The previous settings stay active. Correct the file.`,
  );
  expect(store.get(chatSection).cooldownSeconds).toBe(7);
  expect(fixture.read()).toBe(edit);

  valueOf(await store.patch('chat-presence', { twitch: { enabled: false } }));
  expect(store.problem).toBeNull();
  expect(JSON.parse(fixture.read())['chat-presence']).toEqual({
    cooldownSeconds: 7,
    twitch: { enabled: false },
  });
  expect(fixture.read('settings.broken-2026-11-22T20-15-03.json')).toBe(edit);
});

it('includes an unnoticed edit in the next patch', async () => {
  await using fixture = createSettingsFixture('{"chat-presence": {"cooldownSeconds": 7}}');
  const store = await fixture.open();
  writeFileSync(fixture.file, '{"chat-presence": {"cooldownSeconds": 99}}');
  valueOf(await store.patch('chat-presence', { greetings: [] }));
  expect(store.get(chatSection)).toMatchObject({ cooldownSeconds: 99, greetings: [] });
});

it('describes sections for a form, with titles, layers and which secrets are set', async () => {
  await using fixture = createSettingsFixture();
  const store = await fixture.open({
    secretState: async (name) => (name === 'twitch-token' ? 'from-environment' : 'missing'),
  });
  const [chat] = await store.describe();
  expect(chat).toMatchObject({
    path: 'chat-presence',
    testTarget: 'twitch-chat',
    secrets: [{ name: 'twitch-token', title: 'Twitch token', state: 'from-environment' }],
    schema: {
      properties: {
        twitch: {
          title: 'Twitch',
          properties: { channel: { title: 'Channel', description: 'Your channel’s name.' } },
        },
        cooldownSeconds: { title: 'Wait between answers, seconds', minimum: 0, maximum: 600 },
      },
    },
  });
  expect(JSON.parse(JSON.stringify(chat))).toEqual(chat);
});
