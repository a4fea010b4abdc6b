import type { TwitchApi } from '#main/bridges/ports/index.ts';
import type { TwitchPort } from '#main/gateway/ports/index.ts';
import { readTwitchChannel } from '#main/orchestrators/chat-presence/manifest.ts';

/** Presents Twitch besides its chat, as the contract describes it. */
export const createTwitchPort = (api: TwitchApi, signIn: TwitchPort['signIn']): TwitchPort => ({
  signIn,
  channel: () => readTwitchChannel(api),
  redemptions: () => api.listRedemptions(),
});
