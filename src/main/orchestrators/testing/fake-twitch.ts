import { createScriptedComponent } from '#core/testing/index.ts';
import type { TwitchApi } from '#main/bridges/ports/index.ts';
import { err, Fault, type Result } from '#shared/kernel/index.ts';
import type { TwitchBridges } from '../chat-presence/twitch-parts.ts';

const refuse = (): Promise<Result<never, Fault>> =>
  Promise.resolve(err(new Fault('fake.refused', 'This Twitch answers nothing.', { kind: 'transient' })));

/**
 * Creates the Twitch features other than chat, as components that run when started and refuse every request.
 */
export const createFakeTwitch = (): TwitchBridges => {
  const api: TwitchApi = {
    ...createScriptedComponent('twitch-api'),
    channel: null,
    getChannelInfo: refuse,
    getLiveSince: refuse,
    setChannelInfo: refuse,
    sendMessage: refuse,
    findUser: refuse,
    ban: refuse,
    timeOut: refuse,
    isBanned: refuse,
    unban: refuse,
    deleteMessage: refuse,
    createMarker: refuse,
    createClip: refuse,
    listRedemptions: refuse,
    settleRedemption: refuse,
    redemptionsSince: refuse,
    followsSince: refuse,
    listSubscribers: refuse,
    subscribeToEvents: refuse,
    listEventSubscriptions: refuse,
  };
  return {
    auth: {
      ...createScriptedComponent('twitch-auth'),
      beginSignIn: refuse,
      cancelSignIn: () => undefined,
      signOut: refuse,
    },
    api,
    events: createScriptedComponent('twitch-events'),
  };
};
