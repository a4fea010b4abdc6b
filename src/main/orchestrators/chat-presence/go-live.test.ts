import { describe, expect, it } from 'vitest';
import { createCountingIds, durationInWords, Fault } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { createComponentHarness } from '#main/bridges/testing/component-harness.ts';
import { stateInMemory } from '#main/bridges/ports/index.ts';
import { FakeDiscordBridge } from '../testing/fake-bridges.ts';
import { goLiveConfig } from './go-live-config.ts';
import { GoLive } from './go-live.ts';
import { endedText, noticeText, type StreamInfo } from './go-live-text.ts';
import { happened } from '#core/testing/happened.ts';

const minute = 60_000;
const stream: StreamInfo = {
  channel: 'Harbour',
  title: 'Rigging the stage',
  category: 'Just Chatting',
  url: 'https://twitch.tv/harbour',
};

/** A notice that survives restarts, a show that the test controls, and a Discord that only records. */
const openShow = (settings: object = {}) => {
  const clock = createFakeClock();
  const kept = stateInMemory();
  const discord = new FakeDiscordBridge(
    () => undefined,
    () => Promise.resolve({ text: '', audience: 'asker' }),
  );
  const ids = createCountingIds('notice');
  let show: { state: string; since: number } | null = { state: 'offline', since: clock.now() };
  const start = async () => {
    const harness = createComponentHarness({ id: 'go-live', clock });
    const goLive = new GoLive({
      config: () => goLiveConfig.parse({ enabled: true, ...settings }),
      discord,
      kept,
      ids,
      show: () => show,
      readStream: () => Promise.resolve(stream),
    });
    const life = await harness.start(goLive);
    const change = async (state: string | null, thenMs = 0): Promise<void> => {
      show = state === null ? null : { state, since: clock.now() };
      life.context.events.emit(
        happened('show.state-changed', { message: 'The show changed.', data: { to: state } }),
      );
      await clock.advance(thenMs);
    };
    return { goLive, life, harness, change };
  };
  return { clock, discord, kept, start };
};

const lost = (): Fault =>
  new Fault('discord.not-connected', 'Discord is not connected.', { kind: 'transient' });

describe('the go-live notice', () => {
  it('is posted once for a stream and updated when the stream ends', async () => {
    const { clock, discord, start } = openShow();
    const { change, life, goLive } = await start();
    await change('starting-soon', 21_000);
    await change('live', 40 * minute);
    await change('be-right-back', 5 * minute);
    await change('live', 78 * minute);
    expect(discord.posts.map(({ text }) => text)).toEqual([
      'Harbour is live.\nRigging the stage\nJust Chatting\nhttps://twitch.tv/harbour',
    ]);
    expect(goLive.state(true)).toMatchObject({ last: { state: 'posted' } });
    await change('offline', 181_000);
    expect(discord.edits).toEqual([
      {
        place: { channelId: '3', messageId: 'post-1', webhookId: null },
        text: `${discord.posts[0]?.text}\nEnded after 2 h 3 min.`,
      },
    ]);
    expect(goLive.state(true)).toMatchObject({ last: { state: 'over' } });
    await clock.advance(60 * minute);
    expect([discord.posts.length, discord.edits.length]).toEqual([1, 1]);
    await life.stop();
  });

  it('is not posted twice when OBS reconnects or the stream goes off and on again', async () => {
    const { discord, start } = openShow();
    const { change, life } = await start();
    await change('live', 10 * minute);
    await change('incident', 20_000);
    await change('live', minute);
    for (let flicker = 0; flicker < 5; flicker += 1) {
      await change('offline', 75_000);
      await change('live', 30_000);
    }
    await change(null, 10 * minute);
    await change('live', minute);
    expect([discord.posts.length, discord.edits.length]).toEqual([1, 0]);
    await life.stop();
  });

  it('is not posted for a stream that stops immediately', async () => {
    const { discord, start } = openShow();
    const { change, life } = await start();
    await change('live', 10_000);
    await change('offline', 10_000);
    await change('live', 15_000);
    await change('offline', 60 * minute);
    expect(discord.posts).toEqual([]);
    await life.stop();
  });

  it('is not repeated after a restart during the stream, and is updated after one', async () => {
    const { clock, discord, start } = openShow();
    const first = await start();
    await first.change('live', 30 * minute);
    await first.life.stop();
    await clock.advance(2 * minute);
    const second = await start();
    await clock.advance(28 * minute);
    expect(discord.posts).toHaveLength(1);
    await second.life.stop();
    const third = await start();
    await third.change('offline', 181_000);
    expect(discord.posts).toHaveLength(1);
    expect(discord.edits[0]?.text).toContain('Ended after 1 h 0 min.');
    await third.life.stop();
  });

  it('ends a stream that ended while the program was not running, and announces the next one', async () => {
    const { clock, discord, start } = openShow();
    const first = await start();
    await first.change('live', 30 * minute + 500);
    await first.life.stop();
    await clock.advance(10 * 60 * minute);
    const second = await start();
    await clock.advance(minute);
    expect(discord.edits.map(({ text }) => text.split('\n').at(-1))).toEqual(['Ended after 30 min.']);
    expect(discord.posts).toHaveLength(2);
    await second.life.stop();
  });

  it('ends a stream whose OBS stays disconnected, and does not guess before', async () => {
    const { discord, start } = openShow();
    const { change, life } = await start();
    await change('live', 20 * minute + 1_000);
    await change(null, 29 * minute);
    expect(discord.edits).toEqual([]);
    await change(null, 3 * minute);
    expect(discord.edits[0]?.text).toContain('Ended after 20 min.');
    await life.stop();
  });

  it('waits for an unreachable Discord, and searches for an earlier post', async () => {
    const { clock, discord, start } = openShow();
    const { change, life, harness } = await start();
    discord.fault = lost();
    await change('live', minute);
    expect(harness.conditions.get('Announcing')).toMatchObject({ status: 'false', severity: 'degraded' });
    discord.fault = null;
    await clock.advance(minute);
    expect(discord.posts).toMatchObject([{ key: 'notice-000001' }]);
    expect(discord.posts[0]?.triedAt).not.toBeNull();
    expect(harness.conditions.get('Announcing')).toMatchObject({ status: 'true' });
    discord.fault = lost();
    await change('offline', 200_000);
    discord.fault = null;
    life.context.events.emit(happened('discord.connected', { message: 'Connected.' }));
    await clock.advance(0);
    expect(discord.edits).toHaveLength(1);
    await life.stop();
  });

  it('does not announce a stream that was over before Discord was back', async () => {
    const { clock, discord, start } = openShow();
    const { change, life, goLive } = await start();
    discord.fault = lost();
    await change('live', 5 * minute);
    await change('offline', 5 * minute);
    discord.fault = null;
    life.context.events.emit(happened('discord.connected', { message: 'Connected.' }));
    await clock.advance(10 * minute);
    expect(discord.posts).toEqual([]);
    expect(goLive.state(true)).toMatchObject({ last: { state: 'given-up' } });
    await life.stop();
  });

  it('is retried with its own key after a crash before the answer arrived', async () => {
    const { discord, kept, clock, start } = openShow();
    const first = await start();
    let answer = (): void => undefined;
    discord.postDelay = new Promise((resolve) => (answer = resolve));
    await first.change('live', minute);
    const written = structuredClone(await kept.read());
    answer();
    discord.postDelay = null;
    await first.life.stop();
    const posted = discord.posts.splice(0);
    await kept.write(written);
    const second = await start();
    await clock.advance(1_000);
    expect(discord.posts).toMatchObject([{ key: posted[0]?.key, text: posted[0]?.text }]);
    expect(discord.posts[0]?.triedAt).not.toBeNull();
    await second.life.stop();
  });

  it('waits for a person when Discord refuses it, without repeated attempts', async () => {
    const { clock, discord, start } = openShow();
    const { change, life, goLive } = await start();
    const refusal = new Fault('discord.post-refused', 'The bot may not write in #news.', {
      kind: 'configuration',
    });
    discord.fault = refusal;
    await change('live', minute);
    discord.fault = null;
    await clock.advance(30 * minute);
    expect(discord.posts).toEqual([]);
    expect(goLive.state(true).message).toBe('The bot may not write in #news.');
    life.context.events.emit(happened('discord.connected', { message: 'Connected.' }));
    await clock.advance(0);
    expect(discord.posts).toHaveLength(1);
    await life.stop();
  });

  it('waits for the show itself when configured, and mentions one role', async () => {
    const { discord, start } = openShow({ when: 'show-is-live', mentionRoleId: '77', postAs: 'Lamp' });
    const { change, life } = await start();
    await change('starting-soon', 5 * minute);
    expect(discord.posts).toEqual([]);
    await change('live', minute);
    expect(discord.posts).toMatchObject([{ mentionRoleId: '77', as: { name: 'Lamp', avatarUrl: null } }]);
    expect(discord.posts[0]?.text).toMatch(/^<@&77> Harbour is live\./);
    await life.stop();
  });

  it('can be tested while offline, without an announcement', async () => {
    const { discord, start } = openShow();
    const { goLive, life } = await start();
    expect(await goLive.try()).toMatchObject({ ok: true, value: { channelTitle: '#harbour' } });
    expect(discord.posts[0]?.text).toMatch(/^Test, not live: Harbour is live\./);
    expect(goLive.state(true).last).toBeNull();
    await life.stop();
  });

  it('drops a stored notice that cannot be read', async () => {
    const { discord, kept, start } = openShow();
    await kept.write({ state: 'posted', text: 7 });
    const { change, life } = await start();
    await change('live', minute);
    expect(discord.posts).toHaveLength(1);
    await life.stop();
  });
});

describe('the text of a notice', () => {
  const unknown = { channel: null, title: null, category: null, url: null };
  it.each([
    ['{channel} is live.\n{title}', { ...unknown, channel: 'Harbour' }, 'Harbour is live.'],
    ['{channel} is live.\n{title}', unknown, 'The stream is live.'],
    ['Live: {title}', { ...unknown, title: ' ' }, 'The stream is live.'],
    ['{unheard} of', unknown, '{unheard} of'],
    ['{constructor}', unknown, '{constructor}'],
    ['{title}', { ...unknown, title: '{channel} @everyone' }, '{channel} @everyone'],
  ])('"%s"', (template, known, text) => {
    expect(noticeText(template, known)).toBe(text);
  });

  it.each([
    [0, '0 s'],
    [59_000, '59 s'],
    [60_000, '1 min'],
    [7_380_000, '2 h 3 min'],
    [-5, '0 s'],
  ])('%d ms is %s', (ms, words) => {
    expect(durationInWords(ms, 'minutes')).toBe(words);
  });

  it('respects Discord’s length limit, and leaves room for the end', () => {
    const long = noticeText('{title}'.repeat(200), { ...unknown, title: '😀'.repeat(300) });
    expect(Array.from(long)).toHaveLength(2_000);
    const ended = endedText(long, 'Over after {duration}', 61_000);
    expect(Array.from(ended)).toHaveLength(2_000);
    expect(ended).toMatch(/😀…\nOver after 1 min$/u);
  });

  it('adds nothing when the ending is empty', () => {
    expect(endedText('Live', '', 1_000)).toBe('Live');
    expect(endedText('Live', 'Over after {duration}', 61_000)).toBe('Live\nOver after 1 min');
  });
});
