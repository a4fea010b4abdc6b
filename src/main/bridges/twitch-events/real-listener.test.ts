import { EventSubWsListener } from '@twurple/eventsub-ws';
import { afterEach, describe, expect, it } from 'vitest';
import { createSystemClock } from '#shared/kernel/system-clock.ts';
import { createTwitchPlatform, type TwitchPlatformServer } from '#main/rehearsal/twitch-platform/index.ts';
import { createCountingIds, createSeededRandom } from '#shared/kernel/index.ts';
import { ApiClient } from '@twurple/api';
import { StaticAuthProvider } from '@twurple/auth';
import { waitUntil } from '../testing/component-harness.ts';
import { allScopes, mapleOtter } from '../twitch-api/testing/api-stage.ts';

let server: TwitchPlatformServer | undefined;
const mockPort = 'TWURPLE_MOCK_API_PORT';
afterEach(async () => {
  delete process.env[mockPort];
  await server?.[Symbol.asyncDispose]();
});

describe('the simulated Twitch', () => {
  it('works with an unmodified independent client: sign-in, Helix and EventSub', async () => {
    const running = await createTwitchPlatform({
      clock: createSystemClock(),
      random: createSeededRandom(3),
      ids: createCountingIds('platform'),
    });
    server = running;
    // The library's own setting, which applies to the whole process: suitable for one test file, not for a
    // program.
    process.env[mockPort] = String(running.port);
    const { broadcaster } = running.world;
    const { accessToken } = running.tokens.issue(broadcaster, allScopes);
    const apiClient = new ApiClient({
      authProvider: new StaticAuthProvider(running.clientId, accessToken, [...allScopes]),
    });
    expect((await apiClient.getTokenInfo()).userId).toBe(broadcaster.id);
    expect((await apiClient.channels.getChannelInfoById(broadcaster.id))?.title).toBe('Lanterns and tea');
    const listener = new EventSubWsListener({ apiClient, logger: { minLevel: 'critical' } });
    const heard: string[] = [];
    listener.onChannelFollow(broadcaster.id, broadcaster.id, (event) => heard.push(event.userDisplayName));
    listener.onChannelRedemptionAdd(broadcaster.id, (event) => heard.push(event.rewardTitle));
    listener.start();
    try {
      await waitUntil('its subscriptions', () => running.hub.sessions[0]?.subscriptions.length === 2);
      running.acts.follow(mapleOtter);
      running.acts.redeem(mapleOtter, 'Hydrate');
      await waitUntil('both events', () => heard.length === 2);
      running.faults.requestReconnect();
      await waitUntil('its move', () => running.hub.connections === 2 && running.hub.sessions.length === 1);
      running.acts.redeem(mapleOtter, 'Choose the next song');
      await waitUntil('the event after it', () => heard.length === 3);
    } finally {
      listener.stop();
    }
    expect(heard).toEqual(['Maple_Otter', 'Hydrate', 'Choose the next song']);
  });
});
