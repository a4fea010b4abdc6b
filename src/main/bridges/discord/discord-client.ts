import type { Client } from 'discord.js';
import type { DiscordLibrary, GatewayManager, GatewayStrategy } from './library.ts';
import { discordLimits } from './limits.ts';

/** Names of the gateway intents that the bridge requests; shown in its status. */
export const intentNames = ['Guilds', 'GuildMessages', 'MessageContent'] as const;

/**
 * Creates a client that caches only what the bridge needs, never sends mentions, and leaves waiting and
 * retrying to the bridge.
 */
export const createClient = (
  library: DiscordLibrary,
  options: {
    readonly apiUrl: string | null;
    readonly buildStrategy: (manager: GatewayManager) => GatewayStrategy;
    readonly waitForIdentify: (signal: AbortSignal) => Promise<void>;
  },
): Client => {
  const { Client, GatewayIntentBits, Options, Partials } = library;
  return new Client({
    intents: intentNames.map((name) => GatewayIntentBits[name]),
    // Also receives edits and deletions of messages from before the sign-in.
    partials: [Partials.Message],
    allowedMentions: { parse: [], repliedUser: false },
    waitGuildTimeout: discordLimits.guildWaitMs,
    // One connection, whatever the environment variables of the process say about shards.
    shards: [0],
    shardCount: 1,
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 200,
      GuildMemberManager: {
        maxSize: 1_000,
        keepOverLimit: (member) => member.id === member.client.user.id,
      },
      UserManager: { maxSize: 1_000, keepOverLimit: (user) => user.id === user.client.user.id },
      PresenceManager: 0,
      ReactionManager: 0,
      VoiceStateManager: 0,
      GuildScheduledEventManager: 0,
      StageInstanceManager: 0,
      GuildStickerManager: 0,
    }),
    rest: {
      ...(options.apiUrl === null ? {} : { api: options.apiUrl }),
      timeout: discordLimits.restMs,
      retries: 1,
      offset: 0,
      rejectOnRateLimit: () => true,
      invalidRequestWarningInterval: 100,
    },
    ws: {
      buildStrategy: options.buildStrategy,
      buildIdentifyThrottler: () => ({
        waitForIdentify: (_shardId, signal) => options.waitForIdentify(signal),
      }),
    },
  });
};
