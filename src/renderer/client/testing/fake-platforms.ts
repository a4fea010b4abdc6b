import type { FakeShow } from '#main/gateway/testing/index.ts';
import type { RehearsalFaultKind, RehearsalServer, RehearsalStatus } from '#shared/model/index.ts';

/** The platforms of a believable show, and the data that is kept of it. */

type Shown<TField extends keyof FakeShow> = Required<FakeShow>[TField];

const streamer = { id: '1001', login: 'lampyris', displayName: 'Lampyris' };
const hourMs = 3_600_000;

const fault = (
  server: RehearsalServer,
  name: string,
  title: string,
  over: Partial<RehearsalFaultKind> = {},
): RehearsalFaultKind => ({
  server,
  fault: name,
  title,
  description: `${title}, on purpose.`,
  expect: 'Detected, and recovers once fixed.',
  lasting: false,
  options: [],
  defaults: {},
  ...over,
});

const scenario = (id: string, title: string): RehearsalStatus['scenario'] => ({
  id,
  title,
  description: `${title}, for a test.`,
  origin: 'shipped',
});

const obs = (): Shown<'obs'> => ({
  id: 'obs:main',
  studioVersion: '30.2.0',
  scenes: ['Starting soon', 'Live', 'Be right back', 'Ending'],
  currentScene: 'Live',
  streaming: 'on',
  recording: 'off',
  recordingPath: null,
  replayBuffer: 'on',
  lastReplay: null,
  virtualCamera: 'unavailable',
  studioMode: false,
  sources: [
    { itemId: 4, name: 'Alerts', kind: 'browser_source', visible: true, locked: true },
    { itemId: 3, name: 'Chat overlay', kind: 'browser_source', visible: false, locked: false },
    { itemId: 2, name: 'Camera', kind: 'v4l2_input', visible: true, locked: false },
    { itemId: 1, name: 'Game', kind: 'xcomposite_input', visible: true, locked: true },
  ],
  inputs: [
    { name: 'Microphone', kind: 'pulse_input_capture', muted: false, volumeDb: -3.5 },
    { name: 'Desktop audio', kind: 'pulse_output_capture', muted: true, volumeDb: 0 },
  ],
});

const twitch = (now: number): Shown<'twitch'> => ({
  signIn: {
    configured: true,
    simulated: false,
    account: { userId: streamer.id, login: streamer.login },
    missingScopes: [],
    forecast: {
      accessEndsAt: now + 14_000_000,
      signInEndsAt: now + 2_500_000_000,
      holds: true,
      message: 'The token renews automatically within 4 h.',
    },
    trouble: null,
    attempt: null,
    chat: {
      source: 'sign-in',
      login: streamer.login,
      message: 'Chat messages are sent as lampyris, the signed-in account.',
    },
  },
  channel: {
    channel: streamer,
    title: 'Glow-worms at dusk',
    category: { id: '1', name: 'Just Chatting' },
    liveSince: now - 6_000_000,
  },
  redemptions: [
    {
      id: 'redemption-1',
      rewardId: 'reward-1',
      rewardTitle: 'Hydrate',
      cost: 100,
      user: { id: 'user-Aurelia', login: 'aurelia', displayName: 'Aurelia' },
      input: '',
      at: now - 60_000,
    },
  ],
  moderated: [],
});

const discord = (now: number): Shown<'discord'> => ({
  bot: { id: '100', name: 'Lampyris bot' },
  server: { id: '200', name: 'Glow-worm meadow' },
  channel: { id: '300', name: '#stream-chat' },
  intents: [
    { name: 'Servers', state: 'yes', message: 'See servers and channels.' },
    { name: 'Messages', state: 'yes', message: 'See new, edited and deleted messages.' },
    { name: 'Message Content', state: 'yes', message: 'Read message text.' },
  ],
  permissions: [
    { name: 'View Channel', state: 'yes', message: 'The bot can read the channel.' },
    { name: 'Send Messages', state: 'yes', message: 'The bot can write in the channel.' },
    {
      name: 'Manage Webhooks',
      state: 'no',
      message:
        'Only needed to post under another name and picture. Give the bot “Manage Webhooks” in #stream-chat for that.',
    },
  ],
  signIns: { used: 1, allowed: 10 },
  inviteUrl: 'https://discord.com/oauth2/authorize?client_id=100&scope=bot+applications.commands',
  simulated: true,
  slash: {
    state: 'offered',
    message: 'Discord offers /status, /health.',
    commands: ['status', 'health'],
    answered: 3,
  },
  goLive: {
    enabled: true,
    message: 'The stream was announced in #news.',
    last: {
      id: 'notice-1',
      state: 'posted',
      startedAt: now - 6_130_000,
      seenAt: now,
      postedAt: now - 6_110_000,
      endedAt: null,
      channelId: '301',
      channelTitle: '#news',
      messageId: '900',
      webhookId: null,
      text: 'Lampyris is live.\nGlow-worms at dusk\nJust Chatting\nhttps://twitch.tv/lampyris',
      triedAt: null,
    },
  },
});

const rehearsal = (): Shown<'rehearsal'> => ({
  scenario: scenario('lively-show', 'A lively show'),
  scenarios: [scenario('bad-evening', 'A bad evening'), scenario('lively-show', 'A lively show')],
  state: 'playing',
  speed: 1,
  act: { id: 'calm', title: 'A quiet start' },
  run: 1,
  lines: 40,
  positionMs: 30_000,
  durationMs: 120_000,
  servers: [
    { server: 'twitch', address: 'ws://127.0.0.1:40001' },
    { server: 'discord', address: 'http://127.0.0.1:40002/api' },
    { server: 'obs', address: 'ws://127.0.0.1:40003' },
  ],
  faults: [
    fault('twitch', 'refuse', 'Refuse connections', { lasting: true, options: ['status'] }),
    fault('twitch', 'delay', 'Delay and jitter', {
      lasting: true,
      options: ['latencyMs', 'jitterMs'],
      defaults: { latencyMs: 2_000, jitterMs: 0 },
    }),
    fault('twitch', 'cut', 'Reset connections'),
    fault('discord', 'cut', 'Reset connections'),
    fault('obs', 'refuse', 'Close OBS', { lasting: true }),
    fault('obs', 'freeze', 'Half-open connection', { lasting: true }),
  ],
  record: [],
  ledger: [],
});

const kept = (now: number): Required<Pick<FakeShow, 'backups' | 'viewers' | 'versions' | 'preview'>> => ({
  backups: [
    {
      id: '2026-11-22T17-00-00-daily',
      at: now - 3 * hourMs,
      reason: 'daily',
      version: '0.1.0',
      bytes: 4_120_000,
      journal: { bytes: 4_100_000, events: 48_312 },
      damage: null,
    },
    {
      id: '2026-11-21T17-00-00-daily',
      at: now - 27 * hourMs,
      reason: 'daily',
      version: '0.1.0',
      bytes: 812,
      journal: null,
      damage: 'Its settings changed after it was made.',
    },
  ],
  viewers: [
    {
      platform: 'twitch',
      userId: '42',
      names: ['mothwing'],
      messages: 12,
      events: 2,
      firstAt: now - 5 * hourMs,
      lastAt: now - hourMs,
    },
  ],
  versions: [
    { id: '000000000000002', at: now - 60_000, origin: 'operator' },
    { id: '000000000000001', at: now - hourMs, origin: 'started' },
  ],
  preview: {
    impact: { live: [], restarts: ['obs:main'] },
    differences: [{ path: 'chat-presence.obs.address', before: '127.0.0.1:4460', after: '127.0.0.1:4455' }],
  },
});

/** Everything of a believable show but its components and its chat. */
export const fakePlatforms = (now: number) =>
  ({
    obs: obs(),
    twitch: twitch(now),
    discord: discord(now),
    rehearsal: rehearsal(),
    ...kept(now),
    targets: [
      { platform: 'twitch', title: 'Twitch · lampyris', maxLength: 500, obstacle: null, queueDepth: 0 },
      {
        platform: 'discord',
        title: 'Discord · #live',
        maxLength: 2_000,
        obstacle: 'Discord is not signed in.',
        queueDepth: 0,
      },
    ],
    bot: {
      channel: streamer.login,
      channelTitle: streamer.login,
      userId: 'user-CuelightBot',
      userName: 'cuelightbot',
      displayName: 'CuelightBot',
      color: '#5B9DFF',
    },
  }) satisfies FakeShow;
