/** The real bridges under the real core, connected to the rehearsal's servers, with everything they say kept. */
import { createSystem, type Logger, type System } from '#core/index.ts';
import { createDiscordBridge } from '#main/bridges/discord/index.ts';
import { createObsBridge } from '#main/bridges/obs/index.ts';
import { createTwitchChatBridge } from '#main/bridges/twitch/index.ts';
import {
  chatPresenceManifest,
  type ChatPresenceOrchestrator,
} from '#main/orchestrators/chat-presence/manifest.ts';
import { createDiscordRehearsal, type DiscordRehearsalServer } from '#main/rehearsal/discord/index.ts';
import { createObsRehearsal, type ObsRehearsalServer } from '#main/rehearsal/obs/index.ts';
import { createTwitchRehearsal, type TwitchRehearsalServer } from '#main/rehearsal/twitch/index.ts';
import {
  createCountingIds,
  createIds,
  createRedactor,
  createSeededRandom,
  createSystemClock,
  Scope,
  type Clock,
  type RandomSource,
} from '#shared/kernel/index.ts';
import {
  chatMessageSchema,
  type ChatMessage,
  type ComponentView,
  type EventRecord,
  type Outage,
} from '#shared/model/index.ts';
import { until } from './row.ts';

export type Platform = 'twitch' | 'discord' | 'obs';

export const bridgeIds: Readonly<Record<Platform, string>> = {
  twitch: 'twitch-chat',
  discord: 'discord',
  obs: 'obs:main',
};

export interface RigOptions {
  readonly seed: number;
  readonly platforms: readonly Platform[];
  readonly clock?: Clock;
  /** The address of the Twitch chat, where it is not the server's own. */
  readonly twitchUrl?: (server: TwitchRehearsalServer) => string | Promise<string>;
  readonly obsPassword?: string;
  readonly obsScenes?: readonly string[];
  /** Breaks something before the bridges are started. */
  readonly before?: (servers: Servers) => void | Promise<void>;
}

interface Servers {
  readonly twitch: TwitchRehearsalServer;
  readonly discord: DiscordRehearsalServer;
  readonly obs: ObsRehearsalServer;
}

export interface Rig extends AsyncDisposable {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly servers: Servers;
  readonly system: System;
  readonly desk: ChatPresenceOrchestrator;
  readonly scope: Scope;
  /** All events since the start, oldest first. */
  readonly events: readonly EventRecord[];
  /** What the window showed of a bridge just after each of its failures. */
  readonly shown: readonly ComponentView[];
  readonly heard: readonly ChatMessage[];
  view(platform: Platform): ComponentView;
  /** Waits until a bridge is as it should be; false when the time (real milliseconds) is up. */
  running(platform: Platform, timeoutMs?: number): Promise<boolean>;
  /** Clock milliseconds from `since` (monotonic) until the bridge told that its connection is gone; null for never. */
  noticed(platform: Platform, since: number, timeoutMs: number): Promise<number | null>;
  /** Clock milliseconds from `since` until a line said after it was heard; null for never. */
  flowing(platform: 'twitch' | 'discord', since: number, timeoutMs: number): Promise<number | null>;
  outages(platform: Platform): readonly Outage[];
}

const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warning: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
};

export const maple = {
  login: 'maple_otter',
  displayName: 'Maple_Otter',
  color: null,
  roles: ['subscriber'],
} as const;

export const openRig = async (options: RigOptions): Promise<Rig> => {
  const { seed, platforms } = options;
  const clock = options.clock ?? createSystemClock();
  const random = createSeededRandom(seed);
  const scope = new Scope('rig');
  const twitch = scope.use(
    await createTwitchRehearsal({
      clock,
      random: createSeededRandom(seed + 10),
      ids: createCountingIds('t'),
    }),
  );
  const discord = scope.use(
    await createDiscordRehearsal({
      clock,
      random: createSeededRandom(seed + 20),
      ids: createCountingIds('d'),
    }),
  );
  const password = 'harbour light';
  const obs = scope.use(
    await createObsRehearsal({
      clock,
      random: createSeededRandom(seed + 30),
      password,
      ...(options.obsScenes && { scenes: options.obsScenes }),
    }),
  );
  const servers = { twitch, discord, obs };
  const twitchUrl = (await options.twitchUrl?.(twitch)) ?? twitch.chatUrl;
  await options.before?.(servers);

  let desk: ChatPresenceOrchestrator | undefined;
  const system: System = createSystem({
    clock,
    random,
    ids: createIds(clock, random),
    logger: silentLogger,
    redactor: createRedactor(),
    orchestrators: (services) => {
      const config = {
        twitch: { enabled: platforms.includes('twitch'), channel: twitch.channel },
        discord: { enabled: platforms.includes('discord'), channelId: discord.channelId },
        obs: {
          instances: [{ name: 'main', address: 'ws://127.0.0.1:1', enabled: platforms.includes('obs') }],
        },
      };
      desk = chatPresenceManifest.create(services, config, {
        bridges: {
          twitch: (deliver) =>
            createTwitchChatBridge({
              url: twitchUrl,
              channel: twitch.channel,
              login: twitch.account.login,
              readToken: () => Promise.resolve(twitch.account.token),
              deliver,
            }),
          discord: (deliver) =>
            createDiscordBridge({
              apiUrl: discord.apiUrl,
              guildId: discord.guildId,
              channelId: discord.channelId,
              readToken: () => Promise.resolve(discord.botToken),
              deliver,
            }),
          obs: () =>
            createObsBridge({
              address: obs.url,
              readPassword: () => Promise.resolve(options.obsPassword ?? password),
            }),
        },
        describe: () => ({ verdict: system.verdict(), components: system.list(), show: null }),
      });
      return [desk];
    },
  });
  if (!desk) throw new TypeError('The system was built without chat presence');
  const presence = desk;
  const events: EventRecord[] = [];
  const heard: ChatMessage[] = [];
  const shown: ComponentView[] = [];
  const monotonicOf = new WeakMap<EventRecord, number>();
  const view = (platform: Platform): ComponentView => {
    const found = system.list().find(({ id }) => id === bridgeIds[platform]);
    if (!found) throw new TypeError(`There is no bridge to ${platform}`);
    return found;
  };
  system.events.on('*', (event) => {
    events.push(event);
    monotonicOf.set(event, clock.monotonic());
    if (event.topic === 'chat.message') {
      const message = chatMessageSchema.safeParse(event.data['message']);
      if (message.success) heard.push(message.data);
    }
    const platform = platforms.find((each) => bridgeIds[each] === event.source);
    if (event.topic === 'component.failed' && platform) setImmediate(() => shown.push(view(platform)));
  });
  void system.start();
  scope.defer('system', async () => {
    await system.stop();
  });
  const first = (since: number, matches: (event: EventRecord) => boolean): number | null => {
    const event = events.find((each) => (monotonicOf.get(each) ?? 0) >= since && matches(each));
    return event ? (monotonicOf.get(event) ?? 0) - since : null;
  };
  return {
    clock,
    random,
    servers,
    system,
    desk: presence,
    scope,
    events,
    shown,
    heard,
    view,
    running: async (platform, timeoutMs = 15_000) =>
      (await until(
        () => view(platform).state === 'running' && view(platform).health.level === 'healthy',
        timeoutMs,
      )) === true,
    noticed: (platform, since, timeoutMs) =>
      until(
        () =>
          first(
            since,
            ({ source, topic }) =>
              source === bridgeIds[platform] &&
              (topic === 'component.failed' || topic.endsWith('.disconnected')),
          ),
        timeoutMs,
      ),
    flowing: async (platform, since, timeoutMs) => {
      const deadline = performance.now() + timeoutMs;
      for (let line = 0; performance.now() < deadline; line++) {
        const text = `are we back ${platform} ${since} ${line}`;
        servers[platform].say(maple, text);
        const arrived = await until(() => heard.some((message) => message.text === text), 50);
        if (arrived) return clock.monotonic() - since;
      }
      return null;
    },
    outages: (platform) =>
      presence.outages().filter(({ componentId }) => componentId === bridgeIds[platform]),
    [Symbol.asyncDispose]: async () => {
      await scope.close();
    },
  };
};
