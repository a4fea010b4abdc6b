import { discordComponent, twitchComponents } from '#main/orchestrators/chat-presence/manifest.ts';
import { isObsComponent, obsComponentOf } from '#main/orchestrators/studio/manifest.ts';
import type { RehearsedComponents } from '#main/rehearsal/index.ts';

const { chat, auth, api, events } = twitchComponents;

/** The components that connect to each rehearsal server, named by their owners. */
export const rehearsedComponents: RehearsedComponents = {
  twitch: { bridges: [chat], others: [], isRecordedAs: (id) => id === chat },
  'twitch-platform': { bridges: [events, api, chat], others: [auth], isRecordedAs: (id) => id === events },
  discord: { bridges: [discordComponent], others: [], isRecordedAs: (id) => id === discordComponent },
  obs: { bridges: [obsComponentOf('main')], others: [], isRecordedAs: isObsComponent },
};
