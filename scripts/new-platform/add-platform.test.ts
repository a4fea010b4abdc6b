import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Adds a chat platform to a copy of the project and starts the whole program with it. */
const root = resolve(import.meta.dirname, '../..');

let copy: string;

const run = async (tool: string, ...args: string[]): Promise<string> => {
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [join(root, 'node_modules', tool), ...args],
      { cwd: copy, env: { ...process.env, NO_COLOR: '1' }, timeout: 400_000 },
    );
    return stdout + stderr;
  } catch (thrown) {
    const { stdout, stderr } = thrown as { stdout?: string; stderr?: string };
    throw new Error(`${tool} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, { cause: thrown });
  }
};

/** Edits of existing files: each puts a text before or after one that stands there once. */
const edits: Readonly<Record<string, readonly (readonly [anchor: string, replacement: string])[]>> = {
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

/** A bridge whose platform hears one message, and what is sent. */
const bridge = `
import type { ComponentContext } from '#core/component.ts';
import type { ChatBridge, ChatSink, OutboundChat } from '#main/bridges/ports/index.ts';
import { ok } from '#shared/kernel/index.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';

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
    this.#deliver(plainMessage({ id, platform: this.platform, text, at, own: id === 'own' }));
  }
}

export const createKickBridge = ({ deliver }: { readonly deliver: ChatSink }): ChatBridge =>
  new KickBridge(deliver);
`;

const connection = `
import { z } from 'zod';
import { declareSection } from '#core/index.ts';
import { platformOf } from '#shared/model/index.ts';
import { chatBridgePolicy } from '../../src/main/orchestrators/chat-presence/bridge-policy.ts';
import type { ChatConnection, CreateChatBridge } from '../../src/main/orchestrators/chat-presence/chat-connection.ts';

const { title, chat, settingsPath } = platformOf('kick');

export const kickConfig = z
  .object({
    enabled: z.boolean().default(false).meta({ title: 'Connect to Kick' }),
    channel: z.string().default('').meta({ title: 'Channel' }),
  })
  .prefault({})
  .meta({ title });

export const kickSection = declareSection({
  path: settingsPath,
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
import { Programs } from '../../src/main/composition/testing/programs.ts';

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
  const sent = await chat.send({ platform: 'kick', text: 'hello from the desk', cause: 'operator' });
  expect(sent).toMatchObject({ ok: true, value: { result: 'delivered' } });
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
  expect((await settings.describe()).sections.find(({ path }) => path === 'chat-presence.kick')).toMatchObject({
    title: 'Kick',
    values: { enabled: true, channel: 'harbour' },
  });
});
`;

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), text);
};

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'cuelight-new-platform-'));
  for (const path of [
    'src',
    'resources/scenarios',
    'scripts/borders',
    'package.json',
    'vitest.config.ts',
    'tsconfig.json',
    'tsconfig.shared.json',
    'tsconfig.node.json',
    'tsconfig.web.json',
  ])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
  for (const [path, replacements] of Object.entries(edits)) {
    const text = replacements.reduce(
      (edited, [anchor, replacement]) => {
        if (!edited.includes(anchor)) throw new Error(`${path} has no "${anchor}"`);
        return edited.replace(anchor, replacement);
      },
      readFileSync(join(root, path), 'utf8'),
    );
    writeFileSync(join(copy, path), text);
  }
  write('src/main/bridges/kick/index.ts', bridge);
  write('src/main/orchestrators/chat-presence/platforms/kick.ts', connection);
  write('src/main/composition/kick.test.ts', programTest);
});

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

describe('another chat platform', () => {
  it('edits at most 6 existing files', () => {
    // The sixth is package.json, for the library of the platform.
    expect(Object.keys(edits).length).toBeLessThanOrEqual(5);
  });

  it('passes the compiler with the whole program and the window', async () => {
    write(
      'tsconfig.whole.json',
      JSON.stringify({
        extends: './tsconfig.json',
        compilerOptions: { lib: ['ESNext', 'DOM', 'DOM.Iterable'], types: ['node'], jsx: 'react-jsx' },
        include: [
          'src/main/composition/index.ts',
          'src/main/composition/kick.test.ts',
          'src/renderer/ui/platform-icon.ts',
          'src/renderer/model/live-connections.ts',
          'src/renderer/features/chat/why-no-chat.ts',
        ],
        references: [],
      }),
    );
    expect(await run('typescript/bin/tsc', '-p', 'tsconfig.whole.json')).not.toContain('error');
  }, 400_000);

  it('keeps within the borders', async () => {
    const program =
      "import { checkBorders } from './scripts/borders/check.ts'; console.log(JSON.stringify(checkBorders('.').violations));";
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      cwd: copy,
      maxBuffer: 64 * 1_024 * 1_024,
    });
    const violations: unknown = JSON.parse(stdout);
    expect(violations).toEqual([]);
  }, 60_000);

  it('is a target, is in the graph, is sent to and is in the archive', async () => {
    const printed = await run('vitest/vitest.mjs', 'run', 'src/main/composition/kick.test.ts');
    expect(printed).toMatch(/Tests\s+1 passed/);
  }, 300_000);
});
