/** The real bridges and the real core, connected to the rehearsal servers. Records everything they emit. */
import { bridgeLinkLost } from '#shared/catalogue/topics/bridge.ts';
import { componentFailed } from '#shared/catalogue/topics/components.ts';
import { createSystem, type Logger, type System } from '#core/index.ts';
import { createDiscordBridge } from '#main/bridges/discord/index.ts';
import { createObsBridge } from '#main/bridges/obs/index.ts';
import { createTwitchChatBridge } from '#main/bridges/twitch/index.ts';
import {
  chatPresenceManifest,
  discordChat,
  twitchChat,
  type ChatPresenceOrchestrator,
} from '#main/orchestrators/chat-presence/manifest.ts';
import { studioManifest, type StudioOrchestrator } from '#main/orchestrators/studio/manifest.ts';
import { createDiscordRehearsal, type DiscordRehearsalServer } from '#main/rehearsal/discord/index.ts';
import { createObsRehearsal, type ObsRehearsalServer } from '#main/rehearsal/obs/index.ts';
import { createTwitchRehearsal, type TwitchRehearsalServer } from '#main/rehearsal/twitch/index.ts';
import { chatMessage } from '#shared/catalogue/topics/chat.ts';
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
import type { ChatMessage, ComponentView, EventRecord, Outage } from '#shared/model/index.ts';
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
  /** The address of Twitch chat, if it isn't the server's own. */
  readonly twitchUrl?: (server: TwitchRehearsalServer) => string | Promise<string>;
  readonly obsPassword?: string;
  readonly obsScenes?: readonly string[];
  /** Injects a fault before the bridges are started. */
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
  readonly studio: StudioOrchestrator;
  readonly scope: Scope;
  /** All events since the start, oldest first. */
  readonly events: readonly EventRecord[];
  /** The state of a bridge in the window directly after each of its failures. */
  readonly shown: readonly ComponentView[];
  readonly heard: readonly ChatMessage[];
  view(platform: Platform): ComponentView;
  /** Waits until a bridge runs; returns false after the time limit (real milliseconds). */
  running(platform: Platform, timeoutMs?: number): Promise<boolean>;
  /**
   * Clock milliseconds from `since` (monotonic) until the bridge reported that its connection is lost; null
   * for never.
   */
  noticed(platform: Platform, since: number, timeoutMs: number): Promise<number | null>;
  /** Clock milliseconds from `since` until a line sent after it was received; null for never. */
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

const obsPassword = 'harbour light';

const openServers = async ({ seed, obsScenes }: RigOptions, clock: Clock, scope: Scope): Promise<Servers> => {
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
  const obs = scope.use(
    await createObsRehearsal({
      clock,
      random: createSeededRandom(seed + 30),
      password: obsPassword,
      ...(obsScenes && { scenes: obsScenes }),
    }),
  );
  return { twitch, discord, obs };
};

/** Builds the system with chat presence and the real bridges, and connects it to the servers. */
const createRigSystem = (
  options: RigOptions,
  rig: {
    readonly clock: Clock;
    readonly random: RandomSource;
    readonly servers: Servers;
    readonly twitchUrl: string;
  },
): {
  readonly system: System;
  readonly desk: ChatPresenceOrchestrator;
  readonly studio: StudioOrchestrator;
} => {
  const { clock, random, twitchUrl } = rig;
  const { twitch, discord, obs } = rig.servers;
  let desk: ChatPresenceOrchestrator | undefined;
  let studio: StudioOrchestrator | undefined;
  const system: System = createSystem({
    clock,
    random,
    ids: createIds(clock, random),
    logger: silentLogger,
    redactor: createRedactor(),
    orchestrators: (services) => {
      const config = {
        twitch: { enabled: options.platforms.includes('twitch'), channel: twitch.channel },
        discord: { enabled: options.platforms.includes('discord'), channelId: discord.channelId },
      };
      const discordConnection = discordChat(({ deliver }) =>
        createDiscordBridge({
          readPlace: () => ({
            apiUrl: discord.apiUrl,
            guildId: discord.guildId,
            channelId: discord.channelId,
          }),
          readToken: () => Promise.resolve(discord.botToken),
          deliver,
        }),
      );
      const twitchConnection = twitchChat(({ deliver }) =>
        createTwitchChatBridge({
          readPlace: () => ({
            url: twitchUrl,
            channel: twitch.channel,
            login: twitch.account.login,
            readToken: () => Promise.resolve(twitch.account.token),
          }),
          deliver,
        }),
      );
      desk = chatPresenceManifest.create(services, config, {
        chat: [twitchConnection, discordConnection],
        discord: discordConnection,
        describe: () => ({ verdict: system.verdict(), components: system.list(), show: null }),
      });
      const instance = {
        name: 'main',
        address: 'ws://127.0.0.1:1',
        enabled: options.platforms.includes('obs'),
      };
      studio = studioManifest.create(
        services,
        { instances: [instance] },
        {
          obsBridge: ({ settingsPath }) =>
            createObsBridge({
              readPlace: () => ({ address: obs.url }),
              readPassword: () => Promise.resolve(options.obsPassword ?? obsPassword),
              settingsPath,
            }),
        },
      );
      return [desk, studio];
    },
  });
  if (!desk || !studio) throw new TypeError('The system was built without chat presence or the studio');
  return { system, desk, studio };
};

/** Records the system's events with their times. */
class Recording {
  readonly events: EventRecord[] = [];
  readonly heard: ChatMessage[] = [];
  /** Records the state of a failed bridge in the window directly after each of its failures. */
  readonly shown: ComponentView[] = [];
  readonly #emittedAt = new WeakMap<EventRecord, number>();

  follow(system: System, clock: Clock, platforms: readonly Platform[]): void {
    system.events.on('*', (event) => {
      this.events.push(event);
      this.#emittedAt.set(event, clock.monotonic());
      if (chatMessage.is(event)) this.heard.push(event.data.message);
      const platform = platforms.find((each) => bridgeIds[each] === event.source);
      if (event.topic === 'component.failed' && platform) {
        setImmediate(() => this.shown.push(viewOf(system, platform)));
      }
    });
  }

  /** Clock milliseconds from `since` until the first matching event; null before it. */
  first(since: number, matches: (event: EventRecord) => boolean): number | null {
    const event = this.events.find((each) => this.#at(each) >= since && matches(each));
    return event ? this.#at(event) - since : null;
  }

  #at(event: EventRecord): number {
    return this.#emittedAt.get(event) ?? 0;
  }
}

const viewOf = (system: System, platform: Platform): ComponentView => {
  const found = system.list().find(({ id }) => id === bridgeIds[platform]);
  if (!found) throw new TypeError(`There is no bridge to ${platform}`);
  return found;
};

export const openRig = async (options: RigOptions): Promise<Rig> => {
  const clock = options.clock ?? createSystemClock();
  const random = createSeededRandom(options.seed);
  const scope = new Scope('rig');
  const servers = await openServers(options, clock, scope);
  const twitchUrl = (await options.twitchUrl?.(servers.twitch)) ?? servers.twitch.chatUrl;
  await options.before?.(servers);

  const { system, desk, studio } = createRigSystem(options, { clock, random, servers, twitchUrl });
  const recording = new Recording();
  const { heard } = recording;
  const view = (platform: Platform): ComponentView => viewOf(system, platform);
  recording.follow(system, clock, options.platforms);
  void system.start();
  scope.defer('system', async () => {
    await system.stop();
  });
  return {
    clock,
    random,
    servers,
    system,
    desk,
    studio,
    scope,
    events: recording.events,
    shown: recording.shown,
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
          recording.first(
            since,
            (event) =>
              event.source === bridgeIds[platform] && (componentFailed.is(event) || bridgeLinkLost.is(event)),
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
    outages: (platform) => desk.outages().filter(({ componentId }) => componentId === bridgeIds[platform]),
    [Symbol.asyncDispose]: async () => {
      await scope.close();
    },
  };
};
