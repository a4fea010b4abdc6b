import { describe, expect, it } from 'vitest';
import type { EventData, EventRecord } from '../../model/index.ts';
import { read, type AnyTopic } from './define.ts';
import { discordTopics } from './discord.ts';
import { findTopic } from './index.ts';
import { obsTopics } from './obs.ts';
import { twitchTopics } from './twitch.ts';

const rowOf = (topic: string, message: string, data: EventData): EventRecord => ({
  id: '1',
  topic,
  source: 'somewhere',
  level: 'info',
  at: 0,
  message,
  correlationId: null,
  causeId: null,
  data,
});

const otter = { userId: '7', login: 'maple_otter', displayName: 'Maple_Otter' };
const heard = { ...otter, caughtUp: false };
const recipient = { recipientId: '8', recipientLogin: 'heron', recipientDisplayName: 'Heron' };
const chatSubscription = { plan: '1000', months: null, gifts: null, text: '' };

/** Stored events about viewers, of this version and of those before the catalogue. */
const viewerRows: readonly (readonly [topic: string, message: string, data: EventData])[] = [
  ['twitch.followed', 'Maple_Otter follows the channel.', { ...heard, followedAt: 5 }],
  [
    'twitch.followed',
    'Maple_Otter follows the channel. (Fetched after an outage.)',
    { ...heard, followedAt: 5, caughtUp: true },
  ],
  [
    'twitch.redeemed',
    'Maple_Otter redeemed "Hydrate" for 1,200 points.',
    {
      ...heard,
      redemptionId: 'r',
      rewardId: 'h',
      rewardTitle: 'Hydrate',
      cost: 1_200,
      input: '',
      redeemedAt: 5,
    },
  ],
  [
    'twitch.subscribed',
    'Maple_Otter subscribed.',
    { ...heard, tier: 1, gifted: false, months: null, text: '' },
  ],
  [
    'twitch.subscribed',
    'Maple_Otter received a subscription.',
    { ...heard, tier: null, gifted: true, months: null, text: '' },
  ],
  [
    'twitch.subscribed',
    'Maple_Otter has subscribed for 3 months.',
    { ...heard, tier: 2, gifted: false, months: 3, text: 'hi' },
  ],
  [
    'twitch.gifted',
    'Somebody gave 5 subscriptions to the channel.',
    { userId: null, login: null, displayName: null, tier: 1, total: 5, caughtUp: false },
  ],
  ['twitch.cheered', 'Maple_Otter cheered 1 bit.', { ...heard, bits: 1, text: '' }],
  ['twitch.raided', 'Maple_Otter raided with 12 viewers.', { ...heard, viewers: 12 }],
  ['twitch.raid', 'Maple_Otter is raiding with 12 viewers.', { ...otter, viewers: 12 }],
  ['twitch.raid', 'Maple_Otter is raiding the channel.', { ...otter, viewers: null }],
  ['twitch.raid', 'Maple_Otter is raiding the channel.', { displayName: 'Maple_Otter' }],
  ['twitch.subscription', 'Maple_Otter subscribed.', { ...otter, ...chatSubscription, kind: 'sub' }],
  [
    'twitch.subscription',
    'Maple_Otter renewed the subscription.',
    { ...otter, ...chatSubscription, kind: 'resub' },
  ],
  [
    'twitch.subscription',
    'Maple_Otter gave a subscription to Heron.',
    { ...otter, ...chatSubscription, ...recipient, kind: 'subgift' },
  ],
  [
    'twitch.subscription',
    'Maple_Otter gave a subscription to a viewer.',
    { ...otter, ...chatSubscription, kind: 'subgift' },
  ],
  [
    'twitch.subscription',
    'Maple_Otter gave 5 subscriptions to the chat.',
    { ...otter, ...chatSubscription, gifts: 5, kind: 'submysterygift' },
  ],
  [
    'twitch.subscription',
    'Maple_Otter: a subscription was paid forward or renewed.',
    { ...otter, ...chatSubscription, kind: 'communitypayforward' },
  ],
  ['twitch.announcement', 'Maple_Otter announced: hello', { ...otter, text: 'hello' }],
  [
    'twitch.user-notice',
    'Twitch reports "viewermilestone" by Maple_Otter.',
    { ...otter, kind: 'viewermilestone' },
  ],
  ['twitch.signed-in', 'Signed in to Twitch as maple_otter.', { login: 'maple_otter', userId: '7' }],
  ['twitch.user-banned', 'maple_otter was banned.', { login: 'maple_otter' }],
  ['twitch.user-timed-out', 'maple_otter was timed out for 600 s.', { login: 'maple_otter', seconds: 600 }],
  ['twitch.message-deleted', 'A message of somebody was deleted.', { login: null }],
  [
    'discord.connected',
    'Signed in to Discord as cue, reading #chat',
    { guild: 'The stage', channel: 'chat', attempt: 1, userId: '9', login: 'cue' },
  ],
];

/** Stored events that name no viewer. */
const otherRows: readonly (readonly [topic: string, data: EventData])[] = [
  ['bridge.connected', { platform: 'twitch', channel: 'the_stage' }],
  ['twitch.stream-online', { streamId: 's', startedAt: 5, caughtUp: false }],
  ['twitch.stream-offline', { caughtUp: false }],
  ['twitch.channel-updated', { title: 'Tuesday', categoryId: '', categoryName: '', caughtUp: false }],
  ['twitch.joined', { channel: 'the_stage' }],
  ['twitch.moved', { channel: 'the_stage' }],
  [
    'twitch.room-changed',
    {
      channel: 'the_stage',
      emoteOnly: false,
      subscribersOnly: null,
      uniqueChat: null,
      slowSeconds: 30,
      followersOnlyMinutes: -1,
    },
  ],
  ['twitch.notice', { msgId: null, text: '' }],
  ['twitch.events-moved', {}],
  ['twitch.subscription-revoked', { type: 'channel.raid', status: 'version_removed' }],
  [
    'twitch.events-missed',
    { from: 1, to: 2, cause: 'It was reset.', count: 0, more: true, notFetched: ['Raids.'] },
  ],
  ['twitch.sign-in-renewed', {}],
  ['twitch.signed-out', { code: 'twitch.signed-out' }],
  ['discord.disconnected', { code: 4_000 }],
  ['discord.disconnected', { code: null }],
  ['discord.resumed', { gapMs: 1_500 }],
  ['discord.reconnected', { gapMs: 1_500 }],
  ['discord.nothing-missed', { from: 1, to: 2, count: 0 }],
  ['discord.messages-missed', { from: 1, to: 2, count: null, more: false }],
  ['discord.rate-limited', { waitMs: 900, global: false }],
  ['discord.requests-refused', { count: 500 }],
  ['discord.payload-refused', { topic: null, reason: 'no JSON', count: 1 }],
  ['discord.command-unanswered', { command: 'status' }],
  [
    'obs.connected',
    { studioVersion: '31.0.0', scenes: 3, scene: 'Main', streaming: 'off', recording: 'paused' },
  ],
  ['obs.disconnected', { code: 'obs.closed' }],
  ['obs.exit-started', {}],
  ['obs.payload-refused', { what: 'statistics that cannot be read', refusedSoFar: 1 }],
  ['obs.scene-changed', { scene: 'Main', previous: null }],
  ['obs.scenes-changed', { count: 1, added: ['Main'], addedCount: 1, removed: [], removedCount: 0 }],
  ...['starting', 'started', 'stopping', 'stopped', 'reconnecting', 'reconnected'].map(
    (what) => [`obs.stream-${what}`, { previous: what === 'reconnected' ? 'reconnecting' : null }] as const,
  ),
  ...['started', 'paused', 'resumed', 'stopped'].map(
    (what) => [`obs.record-${what}`, { path: null, previous: 'on' }] as const,
  ),
  ['obs.replay-started', { previous: 'unavailable' }],
  ['obs.replay-stopped', { previous: 'starting' }],
  ['obs.replay-saved', { path: '/replays/1.mkv' }],
  ['obs.virtual-camera-started', { previous: 'off' }],
  ['obs.virtual-camera-stopped', { previous: 'on' }],
  ['obs.source-shown', { scene: 'Main', source: 'Camera' }],
  ['obs.source-hidden', { scene: 'Main', source: 'Camera' }],
  ['obs.input-muted', { input: 'Mic' }],
  ['obs.input-unmuted', { input: 'Mic' }],
];

/** Topics whose rows are tested with slash commands and viewer deletion. */
const triedElsewhere = ['discord.commands-changed', 'discord.message-edited', 'discord.message-deleted'];

const declared = (name: string): AnyTopic => {
  const topic = findTopic(name);
  if (!topic) throw new Error(`Nobody declares ${name}`);
  return topic;
};

describe('a stored event of a platform', () => {
  it.each(viewerRows)('of %s is read, and rebuilds the same sentence: %s', (name, message, data) => {
    const topic = declared(name);
    const event = read(topic, rowOf(name, message, data));
    expect(event?.message).toBe(message);
    const { people, sentence } = topic;
    const again = people?.sentence
      ? people.sentence(event?.data ?? {}, message)
      : sentence(event?.data ?? {}, {});
    expect(again).toBe(message);
  });

  it.each(otherRows)('of %s is read', (name, data) => {
    expect(read(declared(name), rowOf(name, '', data))?.data).toMatchObject(data);
  });

  it('of twitch.events-missed is read from version 0.1, which named a field differently', () => {
    const before = { from: 1, to: 2, cause: 'It was reset.', count: 0, more: true };
    const row = rowOf('twitch.events-missed', '', { ...before, untold: ['Raids.'] });
    expect(read(declared(row.topic), row)?.data).toEqual({ ...before, notFetched: ['Raids.'] });
  });

  it('has a row above for every topic', () => {
    const tried = new Set([...viewerRows, ...otherRows].map(([name]) => name));
    const names = [...twitchTopics, ...discordTopics, ...obsTopics].map(({ name }) => name);
    expect(names.filter((name) => !tried.has(name))).toEqual(triedElsewhere);
  });
});
