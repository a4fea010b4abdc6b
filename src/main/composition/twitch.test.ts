import { rehearsalInjectFault, rehearsalClearFaults } from '#shared/catalogue/operations/rehearsal.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chatSend } from '#shared/catalogue/operations/chat.ts';
import {
  twitchBeginSignIn,
  twitchCreateMarker,
  twitchModerate,
  twitchSetChannel,
  twitchSettleRedemption,
  twitchSignOut,
} from '#shared/catalogue/operations/twitch.ts';
import type { ComponentView } from '#shared/model/index.ts';
import type { Application } from '#main/hosts/shared/index.ts';
import { asOwner } from './testing/as-owner.ts';
import { Programs } from './testing/programs.ts';
import { componentProbe, componentRestart } from '#shared/catalogue/operations/components.ts';
import { settingsPatch } from '#shared/catalogue/operations/settings.ts';

const until = { timeout: 20_000, interval: 50 };

describe('Twitch in the whole program', () => {
  let programs: Programs;

  beforeEach(() => {
    programs = new Programs();
  });
  afterEach(() => programs[Symbol.asyncDispose]());

  const view = ({ gatewayPorts }: Application, id: string): ComponentView => {
    const found = gatewayPorts.system.list().find((each) => each.id === id);
    if (!found) throw new Error(`There is no ${id}`);
    return found;
  };
  const levels = (application: Application): string[] =>
    ['twitch-auth', 'twitch-api', 'twitch-events', 'twitch-chat'].map(
      (id) => view(application, id).health.level,
    );
  const well = ['healthy', 'healthy', 'healthy', 'healthy'];
  const sentencesOf = ({ gatewayPorts }: Application, topic: string): string[] =>
    gatewayPorts.system.events.recent(topic, 50).map(({ message }) => message);
  const rehearse = async (): Promise<Application> => {
    const application = await programs.start({ mode: 'rehearsal' });
    await expect.poll(() => levels(application), until).toEqual(well);
    return application;
  };

  it('rehearses signed in, with chat and platform over one state', async () => {
    const application = await rehearse();
    const { twitch, chat } = application.gatewayPorts;
    const status = await twitch.signIn();
    expect(status).toMatchObject({
      simulated: true,
      account: { login: 'lantern_cove_rehearsal' },
      missingScopes: [],
      trouble: null,
      forecast: { holds: true },
      chat: { source: 'sign-in', login: 'lantern_cove_rehearsal' },
    });
    const changed = await asOwner(application, twitchSetChannel, {
      title: 'Two lanterns',
      category: 'music',
    });
    expect(changed).toMatchObject({
      ok: true,
      value: { result: { title: 'Two lanterns', category: { name: 'Music' } } },
    });
    await expect
      .poll(() => sentencesOf(application, 'twitch.channel-updated'), until)
      .toEqual(['The stream is now called "Two lanterns", in Music.']);
    await expect.poll(async () => (await twitch.channel()).ok, until).toBe(true);

    const hear = () => chat.recent(50).find(({ own, platform }) => !own && platform === 'twitch');
    await expect.poll(hear, until).toBeDefined();
    const heard = hear();
    if (!heard) throw new Error('Nobody wrote');
    expect(
      await asOwner(application, twitchModerate, { action: 'delete-message', messageId: heard.id }),
    ).toMatchObject({
      ok: true,
    });
    expect(
      await asOwner(application, twitchModerate, {
        action: 'time-out',
        userId: heard.userId,
        seconds: 60,
        reason: '',
      }),
    ).toMatchObject({ ok: true });
    await expect
      .poll(() => sentencesOf(application, 'chat.deleted'), until)
      .toEqual([`A message of ${heard.userName} was deleted.`, `${heard.userName} was timed out for 60 s.`]);
    expect(
      await asOwner(application, twitchModerate, { action: 'unban', userId: heard.userId }),
    ).toMatchObject({ ok: true });
    expect(
      await asOwner(application, twitchModerate, { action: 'delete-message', messageId: 'never-said' }),
    ).toMatchObject({
      ok: false,
      error: { code: 'twitch.not-found' },
    });
  }, 60_000);

  it('signs out and in again by code; its dependents follow, and the ledger contains the missed events', async () => {
    const application = await rehearse();
    const { twitch, system, chat, outages } = application.gatewayPorts;
    expect(await asOwner(application, twitchSignOut, {})).toMatchObject({
      ok: true,
      value: { result: { account: null } },
    });
    await expect.poll(() => view(application, 'twitch-auth').waiting?.for, until).toBe('sign-in');
    await expect
      .poll(() => view(application, 'twitch-api').cause?.componentId ?? null, until)
      .toBe('twitch-auth');
    expect(system.verdict()).toMatchObject({
      causeId: 'twitch-auth',
      action: { kind: 'sign-in', label: 'Sign in to Twitch' },
    });
    // Chat continues with the pasted token meanwhile.
    await expect.poll(() => view(application, 'twitch-chat').health.level, until).toBe('healthy');
    const sent = await asOwner(application, chatSend, { platform: 'twitch', text: 'as the helper' });
    expect(sent).toMatchObject({ ok: true, value: { result: { result: 'delivered' } } });
    await expect
      .poll(() => chat.recent(50).find(({ text }) => text === 'as the helper')?.userName, until)
      .toBe('cuelight_helper');
    expect(await asOwner(application, twitchCreateMarker, { description: '' })).toMatchObject({
      ok: false,
      error: { code: 'twitch.not-connected' },
    });

    const begun = await asOwner(application, twitchBeginSignIn, {});
    expect(begun).toMatchObject({
      ok: true,
      value: { result: { attempt: { state: 'waiting', userCode: expect.stringMatching(/^[A-Z0-9]{8}$/) } } },
    });
    await expect
      .poll(async () => (await twitch.signIn()).attempt, until)
      .toMatchObject({ state: 'done', message: 'Signed in as lantern_cove_rehearsal.' });
    await expect.poll(() => levels(application), until).toEqual(well);
    await expect.poll(async () => (await twitch.signIn()).chat.source, until).toBe('sign-in');
    expect(sentencesOf(application, 'twitch.signed-in')).toEqual([
      'Signed in to Twitch as lantern_cove_rehearsal.',
    ]);
    // A sign-out by hand is not an outage.
    expect(outages.list().filter(({ componentId }) => componentId.startsWith('twitch'))).toEqual([]);
  }, 60_000);

  it('receives follows and redemptions, and settles a redemption once', async () => {
    const application = await rehearse();
    const { twitch } = application.gatewayPorts;
    await expect.poll(() => sentencesOf(application, 'twitch.redeemed').length, until).toBeGreaterThan(0);
    expect(sentencesOf(application, 'twitch.redeemed')[0]).toBe(
      'Maple_Otter redeemed "Hydrate" for 100 points.',
    );
    await expect
      .poll(() => sentencesOf(application, 'twitch.followed'), until)
      .toContain('Two_Left_Oars follows the channel.');
    const waiting = await twitch.redemptions();
    const [first] = waiting.ok ? waiting.value : [];
    if (!first) throw new Error('Nothing waits');
    const { id, rewardId } = first;
    expect(
      await asOwner(application, twitchSettleRedemption, { id, rewardId, outcome: 'fulfil' }),
    ).toMatchObject({ ok: true });
    expect(await twitch.redemptions()).toEqual({ ok: true, value: [] });
    expect(
      await asOwner(application, twitchSettleRedemption, { id, rewardId, outcome: 'refund' }),
    ).toMatchObject({
      ok: false,
      error: { code: 'twitch.not-found' },
    });
  }, 60_000);

  it('fetches the events of an outage, and stores them with the outage', async () => {
    const application = await rehearse();
    const { rehearsal, outages } = application.gatewayPorts;
    const position = (): number => {
      const status = rehearsal.status();
      return status.ok ? status.value.positionMs : 0;
    };
    expect(
      await asOwner(application, rehearsalInjectFault, { server: 'twitch-platform', fault: 'refuse' }),
    ).toMatchObject({ ok: true });
    await expect.poll(() => view(application, 'twitch-events').health.level, until).toBe('unhealthy');
    // By then somebody has redeemed and somebody has followed, while no bridge listened.
    await expect.poll(position, until).toBeGreaterThan(9_500);
    await asOwner(application, rehearsalClearFaults, {});
    // Retried immediately, so that the bridge receives the next events instead of missing them.
    await Promise.all(
      ['twitch-events', 'twitch-api'].map((id) => asOwner(application, componentProbe, { id })),
    );
    await expect.poll(() => levels(application), { timeout: 40_000, interval: 50 }).toEqual(well);
    await expect
      .poll(() => outages.list().find(({ componentId }) => componentId === 'twitch-events')?.missed, until)
      .toMatchObject({ count: 2, atLeast: true });
    const missed = outages.list().find(({ componentId }) => componentId === 'twitch-events')?.missed.message;
    expect(missed).toContain('2 events fetched afterwards: 1 redemption, 1 follow.');
    expect(missed).toContain('Missed raids, cheers and gifts can’t be listed.');
    expect(sentencesOf(application, 'twitch.followed')).toEqual([
      'Two_Left_Oars follows the channel. (Fetched after an outage.)',
    ]);
  }, 90_000);

  it('renews a token that chat refuses, and chat reconnects automatically', async () => {
    const application = await rehearse();
    expect(
      await asOwner(application, rehearsalInjectFault, { server: 'twitch-platform', fault: 'expire-token' }),
    ).toMatchObject({
      ok: true,
    });
    await asOwner(application, componentRestart, { id: 'twitch-chat' });
    await expect.poll(() => levels(application), until).toEqual(well);
    expect(sentencesOf(application, 'component.failed').join(' ')).toContain('Twitch');
    expect((await application.gatewayPorts.twitch.signIn()).chat.source).toBe('sign-in');
  }, 60_000);

  it('reports the API as down while its token can be neither used nor renewed, and asks nobody to sign in', async () => {
    const application = await rehearse();
    const { system } = application.gatewayPorts;
    const level = async (): Promise<string> => {
      await asOwner(application, componentProbe, { id: 'twitch-api' });
      return view(application, 'twitch-api').health.level;
    };
    for (const fault of ['fail-tokens', 'expire-token'])
      expect(
        await asOwner(application, rehearsalInjectFault, { server: 'twitch-platform', fault }),
      ).toMatchObject({
        ok: true,
      });
    await expect.poll(level, until).toBe('unhealthy');
    expect(view(application, 'twitch-api').health.summary).toContain('HTTP 500');
    expect(view(application, 'twitch-events').state).toBe('running');
    expect(system.list().filter(({ waiting }) => waiting?.for === 'sign-in')).toEqual([]);
    await asOwner(application, rehearsalClearFaults, {});
    await expect.poll(level, until).toBe('healthy');
  }, 60_000);

  it('is off and healthy without a client id in a live run', async () => {
    writeFileSync(
      join(programs.home, 'settings.json'),
      JSON.stringify({
        version: 1,
        'chat-presence': {
          twitch: { enabled: false },
          obs: { instances: [{ name: 'main', address: 'ws://127.0.0.1:9', enabled: false }] },
          'go-live': { enabled: false },
        },
      }),
    );
    const application = await programs.start({ mode: 'live' });
    const { system, twitch } = application.gatewayPorts;
    for (const id of ['twitch-auth', 'twitch-api', 'twitch-events'])
      expect(view(application, id)).toMatchObject({ desired: 'stopped', waiting: null });
    expect(system.verdict().sentence).not.toContain('Twitch');
    expect(await twitch.signIn()).toMatchObject({
      configured: false,
      account: null,
      chat: { source: 'nobody' },
    });
    expect(await asOwner(application, twitchBeginSignIn, {})).toMatchObject({
      ok: false,
      error: { code: 'twitch.client-missing' },
    });
    expect(await twitch.channel()).toMatchObject({ ok: false, error: { code: 'twitch.not-connected' } });
    // A client id alone asks for a sign-in.
    const values = { enabled: true, channel: 'harbour', clientId: 'abc123' };
    const saved = await asOwner(application, settingsPatch, { path: 'chat-presence.twitch', values });
    expect(saved.ok).toBe(true);
    await expect.poll(() => view(application, 'twitch-auth').waiting?.for, until).toBe('sign-in');
    expect(readFileSync(join(programs.home, 'settings.json'), 'utf8')).toContain('abc123');
  }, 60_000);
});
