import { describe, expect, it } from 'vitest';
import { createSettingsRig, type SettingsRig } from './testing/settings-rig.ts';

/**
 * The preview of a change, the answer to saving it, and the actual restarts must agree. The tests change
 * every key of every section in several states of the program.
 */

const address = (port: number): string => `ws://127.0.0.1:${port}`;

/** Values to try. The first one that a key accepts is used; lists are tried as a whole. */
const numbers = [7, 45, 1_234, 54_321, 1, 0];
const texts = [
  'harbour',
  '123456789012345678',
  'abc456',
  'https://example.test/lamp.png',
  'rehearsal',
  'show-is-live',
  'beta',
];
const lists: readonly (readonly unknown[])[] = [
  ['curtain'],
  [],
  [{ name: 'main', address: address(9), enabled: true }],
  [
    { name: 'main', address: address(10), enabled: true },
    { name: 'second', address: address(11), enabled: true },
  ],
  [{ name: 'second', address: address(12), enabled: true }],
  [{ name: 'second', address: address(12), enabled: false }],
];

const valuesFor = (present: unknown): { readonly values: readonly unknown[]; readonly all: boolean } => {
  if (typeof present === 'boolean') return { values: [!present, present], all: true };
  if (Array.isArray(present)) return { values: lists, all: true };
  return { values: typeof present === 'number' ? numbers : texts, all: false };
};

const valueAt = (values: unknown, key: string): unknown =>
  key
    .split('.')
    .reduce<unknown>(
      (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
      values,
    );

const patchOf = (key: string, value: unknown): Readonly<Record<string, unknown>> => {
  const [head = '', ...rest] = key.split('.');
  return { [head]: rest.length === 0 ? value : patchOf(rest.join('.'), value) };
};

/** Running components, and those that wait for a retry or a person, with their number of starts. */
const livesIn = ({ system, startsOf }: SettingsRig): ReadonlyMap<string, number> =>
  new Map(
    system
      .list()
      .filter(
        ({ kind, state, waiting }) =>
          kind !== 'orchestrator' && state !== 'idle' && state !== 'stopped' && waiting?.for !== 'dependency',
      )
      .map(({ id }) => [id, startsOf(id)]),
  );

const sorted = (ids: Iterable<string>): readonly string[] => [...ids].toSorted();

/** Components that have started since the last look. */
const restarted = ({ startsOf }: SettingsRig, before: ReadonlyMap<string, number>): readonly string[] =>
  sorted([...before].flatMap(([id, starts]) => (startsOf(id) > starts ? [id] : [])));

interface Outcome {
  readonly change: string;
  readonly previewed: readonly string[];
  readonly answered: readonly string[];
  readonly restarted: readonly string[];
}

/** Previews and saves one value; null when the settings refuse it or nothing changes. */
const tryValue = async (
  rig: SettingsRig,
  path: string,
  key: string,
  value: unknown,
): Promise<Outcome | null> => {
  const values = patchOf(key, value);
  const was = rig.store.exportDocument();
  const preview = rig.store.preview(path, values);
  if (!preview.ok) return null;
  const before = livesIn(rig);
  const saved = await rig.store.patch(path, values);
  if (!saved.ok) throw saved.error;
  await rig.clock.settle();
  await rig.clock.settle();
  if (rig.store.exportDocument() === was) return null;
  return {
    change: `${path}.${key} = ${JSON.stringify(value)}`,
    previewed: sorted(preview.value.restarts),
    answered: sorted(saved.value.impact.restarts),
    restarted: restarted(rig, before),
  };
};

const everyOutcome = async (rig: SettingsRig): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const { path, layers, values: present } of await rig.store.describe()) {
    const keys = Object.keys(layers);
    for (const key of keys) {
      const { values, all } = valuesFor(valueAt(present, key));
      let tried = 0;
      for (const value of values) {
        const outcome = await tryValue(rig, path, key, value);
        if (!outcome) continue;
        tried += 1;
        outcomes.push(outcome);
        if (!all) break;
      }
      if (tried === 0) throw new Error(`No value was tried for ${path}.${key}: add one that fits`);
    }
    await rig.store.reset(path, keys);
    await rig.clock.settle();
    await rig.clock.settle();
  }
  return outcomes;
};

const everything = {
  'chat-presence': {
    twitch: { enabled: true, channel: 'lamp', clientId: 'abc123' },
    discord: { enabled: true, channelId: '223456789012345678' },
    'go-live': { enabled: true },
    commands: { slash: true },
  },
};
const nothing = {
  'chat-presence': {
    twitch: { enabled: false },
    discord: { enabled: false },
    obs: { instances: [] },
  },
};

const stop = async ({ system, clock }: SettingsRig, id: string): Promise<void> => {
  const stopping = system.command('stop', id);
  await clock.advance(1_000);
  await stopping;
};

describe.each([
  ['live', false],
  ['in rehearsal', true],
] as const)('a change of the settings, %s', (_mode, rehearsing) => {
  it.each<[string, object, readonly string[]]>([
    ['with everything switched on', everything, []],
    ['with nothing switched on', nothing, []],
    ['with the defaults', {}, []],
    ['with bridges that somebody stopped', everything, ['discord', 'twitch-auth', 'obs:main', 'inbox']],
    ['with components that somebody stopped', everything, ['commands', 'show-state', 'go-live']],
    ['with an orchestrator that somebody stopped', everything, ['chat-presence']],
  ])(
    'restarts exactly the components in its preview, %s',
    async (_state, settings, stopped) => {
      await using rig = await createSettingsRig({ rehearsing, settings });
      for (const id of stopped) await stop(rig, id);
      const outcomes = await everyOutcome(rig);
      expect(outcomes.length).toBeGreaterThan(45);
      const wrong = outcomes.filter(
        ({ previewed, answered, restarted: begun }) =>
          previewed.join() !== begun.join() || answered.join() !== begun.join(),
      );
      expect(wrong).toEqual([]);
    },
    60_000,
  );

  it('of several sections at once restarts exactly the components in its preview', async () => {
    await using rig = await createSettingsRig({ rehearsing, settings: everything });
    const document = JSON.stringify({
      version: 1,
      program: { returnAfterSeconds: 60 },
      'chat-presence': {
        // Switches off the components that the other sections would restart.
        twitch: { enabled: true, channel: 'harbour', clientId: '' },
        discord: { enabled: false },
        'go-live': { enabled: true, text: 'On air.' },
        commands: { slash: true, globalCooldownSeconds: 9 },
      },
      fsm: { scenes: { ending: ['curtain'] } },
    });
    const preview = rig.store.previewDocument(document);
    const before = livesIn(rig);
    const imported = await rig.store.importDocument(document);
    await rig.clock.settle();
    await rig.clock.settle();
    const begun = restarted(rig, before);
    expect(preview.ok && sorted(preview.value.impact.restarts)).toEqual(begun);
    expect(imported.ok && sorted(imported.value.restarts)).toEqual(begun);
    expect(begun).toContain('show-state');
    expect(begun.includes('twitch-chat')).toBe(!rehearsing);
    // A rehearsal keeps its own Discord, with the notice and the slash commands.
    expect(begun.includes('go-live')).toBe(rehearsing);
  });

  it('lists the keys that take effect immediately by their names in the section', async () => {
    await using rig = await createSettingsRig({ rehearsing });
    expect(rig.store.preview('chat-presence.go-live', { text: 'On air.', ending: '' })).toEqual({
      ok: true,
      value: { live: ['text', 'ending'], restarts: [] },
    });
  });
});

describe('in rehearsal', () => {
  it('a platform section waits for the next live run, and the others take effect', async () => {
    await using rig = await createSettingsRig({ rehearsing: true, settings: everything });
    const waiting = [...rig.sections.ofPlatforms];
    expect(waiting).toEqual(['chat-presence.twitch', 'chat-presence.discord', 'chat-presence.obs']);
    expect(rig.store.preview('chat-presence.discord', { enabled: false })).toEqual({
      ok: true,
      value: { live: [], restarts: [] },
    });
    expect(rig.store.preview('chat-presence.go-live', { text: 'On air.' })).toMatchObject({
      ok: true,
      value: { restarts: ['go-live'] },
    });
  });
});
