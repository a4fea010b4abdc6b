import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addProgramClient } from '../recipes/program-client.ts';
import { ProjectCopy, type Edit } from '../recipes/project-copy.ts';
import { recipes, reportChanges } from '../recipes/recipes.ts';

let copy: ProjectCopy;

/** Edits of existing files. Each inserts a text before or after an anchor that occurs once. */
const edits: Readonly<Record<string, readonly Edit[]>> = {
  'src/shared/model/platform.ts': [
    [
      "  {\n    id: 'obs',",
      `  {
    id: 'kick',
    title: 'Kick',
    chat: { title: 'Kick chat', maxLength: 400 },
    settingsPath: 'chat-presence.kick',
    place: { key: 'channel', prefix: '#' },
    searchWords: ['channel'],
    icon: 'brand-kick',
  },
  {
    id: 'obs',`,
    ],
  ],
  'src/main/orchestrators/chat-presence/platforms/list.ts': [
    [
      "import { twitchConfig, twitchSection } from './twitch.ts';",
      "import { kickConfig, kickSection } from './kick.ts';\nimport { twitchConfig, twitchSection } from './twitch.ts';",
    ],
    ['export { discordChat,', "export { kickChat } from './kick.ts';\nexport { discordChat,"],
    ['discord: discordConfig }', 'discord: discordConfig, kick: kickConfig }'],
    ['[twitchSection, discordSection]', '[twitchSection, discordSection, kickSection]'],
  ],
  'src/main/composition/bridges.ts': [
    [
      "import { createObsBridge } from '#main/bridges/obs/index.ts';",
      "import { createKickBridge } from '#main/bridges/kick/index.ts';\nimport { createObsBridge } from '#main/bridges/obs/index.ts';",
    ],
    ['  discordChat,\n', '  discordChat,\n  kickChat,\n'],
    ['      discord,\n    ],', '      discord,\n      kickChat(createKickBridge),\n    ],'],
  ],
  'scripts/borders/rooms.ts': [
    [
      "  {\n    name: 'bridge-twitch-http',",
      `  {
    name: 'bridge-kick',
    prefix: 'src/main/bridges/kick',
    imports: [...main, 'bridge-ports'],
    packages: [],
    advice: 'A bridge knows the core’s ports and its one platform library.',
  },
  {
    name: 'bridge-twitch-http',`,
    ],
    ["      'bridge-obs',\n", "      'bridge-obs',\n      'bridge-kick',\n"],
  ],
  'src/renderer/ui/platform-icon.ts': [
    [
      "  'brand-discord': IconBrandDiscord,",
      "  'brand-discord': IconBrandDiscord,\n  'brand-kick': IconWorld,",
    ],
  ],
};

/** A bridge whose platform delivers one message, and records sent messages. */
const bridge = `
import type { ComponentContext } from '#core/component.ts';
import type { ChatBridge, ChatSink, OutboundChat } from '#main/bridges/ports/index.ts';
import { ok } from '#shared/kernel/index.ts';

class KickBridge implements ChatBridge {
  readonly platform = 'kick';
  readonly maxLength = 400;
  sendObstacle: string | null = 'Kick is not connected.';
  readonly #deliver: ChatSink;

  constructor(deliver: ChatSink) {
    this.#deliver = deliver;
  }

  initialize({ clock, scope }: ComponentContext): void {
    this.sendObstacle = null;
    const hear = (): void => this.#hear('heard', 'good evening on Kick', clock.now());
    scope.use(clock.setTimeout(hear, 100), 'first message');
  }

  cleanup(): void {
    this.sendObstacle = 'Kick is not connected.';
  }

  async send({ text }: OutboundChat) {
    this.#hear('own', text, Date.now());
    return ok({ result: 'delivered' as const, messageId: 'own', message: 'Delivered.' });
  }

  #hear(id: string, text: string, at: number): void {
    const own = id === 'own';
    this.#deliver({
      id, platform: this.platform, text, at, own, ownCause: null,
      channel: 'harbour', channelTitle: 'Harbour',
      userId: '7', userName: 'maple_otter', displayName: 'Maple_Otter', color: null, roles: ['viewer'],
      emotes: [], replyTo: null, firstMessage: false, sharedFrom: null, action: false,
    });
  }
}

export const createKickBridge = ({ deliver }: { readonly deliver: ChatSink }): ChatBridge =>
  new KickBridge(deliver);
`;

const connection = `
import { z } from 'zod';
import { declareSection } from '#core/index.ts';
import { platformOf } from '#shared/model/index.ts';
import { chatBridgePolicy } from '../bridge-policy.ts';
import type { ChatConnection, CreateChatBridge } from '../chat-connection.ts';

const { title, chat, settingsPath } = platformOf('kick');

export const kickConfig = z
  .object({
    enabled: z.boolean().default(false).meta({ title: 'Connect to Kick' }),
    channel: z.string().default('').meta({ title: 'Channel' }),
  })
  .prefault({})
  .meta({ title });

export const kickSection = declareSection({
  path: platformOf('kick').settingsPath,
  title,
  description: 'The channel.',
  schema: kickConfig,
  feeds: 'kick',
  aboutPlatforms: true,
});

export const kickChat = (create: CreateChatBridge): ChatConnection => ({
  platform: 'kick',
  id: 'kick',
  title: chat.title,
  description: 'Reads and writes one channel of Kick.',
  audience: 'community',
  settingsPath,
  policy: chatBridgePolicy,
  create,
});
`;

const programTest = `
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openApi } from './testing/open-api.ts';
import { Programs } from './testing/programs.ts';

const until = { timeout: 20_000, interval: 50 };

it('is a target, is in the graph, is sent to, and is in the archive', async () => {
  await using programs = new Programs();
  const quiet = { twitch: { enabled: false }, kick: { enabled: true, channel: 'harbour' }, obs: { instances: [] } };
  writeFileSync(join(programs.home, 'settings.json'), JSON.stringify({ version: 1, 'chat-presence': quiet }));
  const application = await programs.start({ mode: 'live', environment: { CUELIGHT_KEYRING: 'off' } });
  const { system, settings, chat, journal } = application.gatewayPorts;
  await expect.poll(() => system.detail('kick')?.state, until).toBe('running');
  expect(system.detail('kick')).toMatchObject({
    title: 'Kick chat',
    kind: 'bridge',
    platform: 'kick',
    parent: 'chat-presence',
    settingsPath: 'chat-presence.kick',
    dependents: expect.arrayContaining(['inbox', 'outbox']),
  });
  expect(system.detail('inbox')?.needs).toContainEqual(
    expect.objectContaining({ id: 'kick', required: false }),
  );
  expect(chat.targets()).toMatchObject([{ platform: 'kick', title: 'Kick chat', maxLength: 400, obstacle: null }]);
  await expect.poll(() => chat.recent(10).map(({ text }) => text), until).toEqual(['good evening on Kick']);
  await using api = openApi(application);
  const sent = await api.post('/chat/send', { platform: 'kick', text: 'hello from the desk' });
  expect(sent).toMatchObject({ result: 'delivered' });
  const archived = async (): Promise<unknown> => {
    const found = await journal.queryChat({ platform: 'kick' }, 10);
    return found.ok ? found.value.map(({ platform, text }) => [platform, text]).toSorted() : found.error;
  };
  await expect.poll(archived, until).toEqual([
    ['kick', 'good evening on Kick'],
    ['kick', 'hello from the desk'],
  ]);
  expect(settings.preview('chat-presence.kick', { channel: 'pier' })).toMatchObject({
    ok: true,
    value: { restarts: ['kick'] },
  });
  const { sections } = await api.client.settings.get();
  expect(sections.find(({ path }) => path === 'chat-presence.kick')).toMatchObject({
    title: 'Kick',
    values: { enabled: true, channel: 'harbour' },
    schema: { type: 'object', properties: { channel: { type: 'string', title: 'Channel' } } },
  });
  const { targets } = await api.client.chat.targets();
  expect(targets.map(({ platform }) => platform)).toEqual(['kick']);
});
`;

const program = 'src/main/composition/kick.test.ts';

beforeAll(() => {
  copy = new ProjectCopy();
  for (const [path, replacements] of Object.entries(edits)) copy.edit(path, ...replacements);
  copy.add('src/main/bridges/kick/index.ts', bridge);
  copy.add('src/main/orchestrators/chat-presence/platforms/kick.ts', connection);
});

afterAll(() => copy[Symbol.dispose]());

describe('another chat platform', () => {
  it('respects the borders', async () => {
    expect(await copy.run('scripts/borders/check.ts', '--write')).toContain(', 0 violations');
  }, 60_000);

  it('passes the audit of orchestrators and their settings', async () => {
    expect(await copy.run('scripts/audit-orchestrators.ts')).toContain(' 0 do not;');
  }, 60_000);

  it('passes the compiler with the whole program and the window', async () => {
    addProgramClient(copy);
    copy.addScratch(program, programTest);
    expect(
      await copy.checkTypes(
        'src/main/composition/index.ts',
        program,
        'src/renderer/ui/platform-icon.ts',
        'src/renderer/model/live-connections.ts',
        'src/renderer/features/chat/why-no-chat.ts',
      ),
    ).toBe('');
  }, 400_000);

  it('is a message target, is in the graph, the form and the API, receives messages and is in the archive', async () => {
    expect(await copy.runTests(program)).toMatch(/Tests\s+1 passed/);
  }, 300_000);

  it('edits at most 6 existing files, the library of the platform in package.json among them', () => {
    const changes = copy.changes();
    reportChanges('platform', changes);
    expect(changes).toEqual({
      added: ['src/main/bridges/kick/index.ts', 'src/main/orchestrators/chat-presence/platforms/kick.ts'],
      edited: Object.keys(edits).toSorted(),
      // A command updates the table of rooms.
      renewed: ['ARCHITECTURE.md'],
    });
    expect(changes.edited.length).toBeLessThanOrEqual(recipes.platform.limit);
  });
});
