import { describe, expect, it } from 'vitest';
import { createRealClock } from '../testing/fake-clock.ts';
import { testDiscordConnection, type DiscordConnectionTestOptions } from './connection-test.ts';
import { openStage, type DiscordStage } from './testing/stage.ts';

const tryOut = (stage: DiscordStage, options: Partial<DiscordConnectionTestOptions> = {}) =>
  testDiscordConnection({
    apiUrl: stage.discord.apiUrl,
    readToken: () => Promise.resolve(stage.discord.botToken),
    guildId: stage.discord.guildId,
    channelId: stage.discord.channelId,
    clock: createRealClock(),
    ...options,
  });

describe('the test of the Discord settings', () => {
  it('checks token, sign-ins, intent and channel without signing in', async () => {
    await using stage = await openStage();
    const outcome = await tryOut(stage);
    expect(outcome).toMatchObject({
      ok: true,
      message: 'Discord is ready: the bot can read and write the channel.',
    });
    expect(outcome.checks.map(({ name, ok }) => `${name} ${ok}`)).toEqual([
      'Token true',
      'Sign-ins left true',
      'Message Content intent true',
      'Channel true',
      'Writing true',
    ]);
    expect(stage.discord.identifies()).toEqual([]);
  });

  it.each([
    {
      what: 'no token',
      options: { readToken: () => Promise.resolve(null) },
      check: 'Settings',
      says: 'No Discord bot token is set',
    },
    {
      what: 'a wrong token',
      options: { readToken: () => Promise.resolve('wrong') },
      check: 'Token',
      says: 'refused the bot token',
    },
    {
      what: 'a channel name',
      options: { channelId: 'general' },
      check: 'Settings',
      says: 'channel ID is invalid',
    },
    {
      what: 'an unknown channel',
      options: { channelId: '123456789012345678' },
      check: 'Channel',
      says: 'doesn’t exist',
    },
    {
      what: 'another server',
      options: { guildId: '123456789012345678' },
      check: 'Channel',
      says: 'isn’t on the server',
    },
  ])('names the problem with $what', async ({ options, check, says }) => {
    await using stage = await openStage();
    const outcome = await tryOut(stage, options);
    expect(outcome.ok).toBe(false);
    expect(outcome.checks.find(({ ok }) => !ok)?.name).toBe(check);
    expect(outcome.message).toContain(says);
  });

  it('reports a disabled intent and missing permissions', async () => {
    await using stage = await openStage();
    stage.discord.faults.messageContentIntentEnabled = false;
    stage.discord.faults.setBotPermissions({ view: true, send: false });
    const outcome = await tryOut(stage);
    expect(outcome.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual([
      'Message Content intent',
      'Writing',
    ]);
  });

  it('ends when Discord does not answer, and when it is cancelled', async () => {
    await using stage = await openStage();
    stage.discord.faults.refuseConnections = true;
    expect(await tryOut(stage)).toMatchObject({
      ok: false,
      message: expect.stringContaining('can’t be reached'),
    });
    const gone = AbortSignal.abort();
    expect(await tryOut(stage, { signal: gone })).toMatchObject({ ok: false });
  });
});
