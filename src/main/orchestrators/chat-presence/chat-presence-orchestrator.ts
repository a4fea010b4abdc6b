import {
  BaseOrchestrator,
  defaultPolicy,
  type ConfigChange,
  type CoreServices,
  type Need,
  type OrchestratorDefinition,
} from '#core/index.ts';
import type {
  DiscordBridge,
  SlashResponder,
  ChatBridge,
  ChatSink,
  ObsBridge,
} from '#main/bridges/ports/index.ts';
import { chatDeleted, chatEdited } from '#shared/catalogue/topics/chat.ts';
import { discordCommandsChanged, discordConnected } from '#shared/catalogue/topics/discord.ts';
import { err, Fault, type Result } from '#shared/kernel/index.ts';
import type {
  ChatChange,
  ChatDelivery,
  ChatMessage,
  ChatPlatform,
  ComponentView,
  Outage,
  Verdict,
} from '#shared/model/index.ts';
import { chatBridgePolicy } from './bridge-policy.ts';
import type { ChatCommand } from './command-router.ts';
import { Commands } from './commands.ts';
import type { ChatPresenceConfig } from './config.ts';
import {
  createDiscordParts,
  forgetfulDiscord,
  registerDiscordParts,
  type DiscordMemory,
  type DiscordParts,
} from './discord-parts.ts';
import { InboxComponent } from './inbox-component.ts';
import { OutageLedgerComponent } from './outage-ledger-component.ts';
import { Outbox, type SendRequest } from './outbox.ts';
import { describeStatus } from './status-answer.ts';
import { registerTwitch, type TwitchBridges } from './twitch-parts.ts';

/** Makes the bridges. Which addresses and credentials they get is decided by whoever makes them. */
export interface BridgeMaker {
  twitch(deliver: ChatSink): ChatBridge;
  discord(deliver: ChatSink, respond: SlashResponder): DiscordBridge;
  obs(instanceName: string): ObsBridge;
}

export interface ChatPresencePorts {
  readonly bridges: BridgeMaker;
  /** Left out where there is only chat. */
  readonly twitch?: TwitchBridges;
  /** What every bridge needs beside itself. */
  readonly bridgeNeeds?: readonly Need[];
  /** What watches the network for the bridges that go over it: all but OBS. */
  readonly networkWatchers?: readonly Need[];
  /** How the program is, for `!status`. */
  readonly describe: () => {
    readonly verdict: Verdict;
    readonly components: readonly ComponentView[];
    /** The show's state in words, or null while it is not known. */
    readonly show: string | null;
  };
  /** The state of the show, and since when; null while it is not known. */
  readonly show?: () => { readonly state: string; readonly since: number } | null;
  /** What is known again after a restart; nothing is when left out. */
  readonly discordMemory?: DiscordMemory;
  /** The outages that earlier runs kept, since an instant. */
  readonly earlierOutages?: (since: number) => Promise<readonly Outage[]>;
}

/** One platform that chat can be sent to. */
export interface SendTarget {
  readonly platform: ChatPlatform;
  readonly title: string;
  readonly maxLength: number;
  readonly obstacle: string | null;
  readonly queueDepth: number;
}

/** Owns the bridges and the conversation: one inbox, commands, and one way out for each platform. */
export class ChatPresenceOrchestrator extends BaseOrchestrator<ChatPresenceConfig> {
  readonly #parts: ChatPresencePorts;
  readonly #inbox: InboxComponent;
  readonly #outbox: Outbox;
  readonly #outages: OutageLedgerComponent;
  readonly #obs = new Map<string, ObsBridge>();
  /** Discord beyond its chat. */
  readonly discord: DiscordBridge;
  readonly discordParts: DiscordParts;

  constructor(
    services: CoreServices,
    definition: OrchestratorDefinition<ChatPresenceConfig>,
    parts: ChatPresencePorts,
  ) {
    super(services, definition);
    this.#parts = parts;
    this.#inbox = new InboxComponent(services.clock);
    const deliver: ChatSink = (message) => this.#inbox.deliver(message);
    this.discord = parts.bridges.discord(deliver, (request) => this.discordParts.slash.answer(request));
    const chat = [parts.bridges.twitch(deliver), this.discord] as const;
    this.#outbox = new Outbox({
      bridges: chat,
      clock: services.clock,
      expectOwn: (note) => this.#inbox.expectOwn(note),
      holdsSecret: (text) => services.redactor.holdsSecret(text),
    });
    this.#outages = new OutageLedgerComponent({
      bridge: (id) =>
        parts.describe().components.find((each) => each.id === id && each.kind === 'bridge') ?? null,
      ...(parts.earlierOutages && { earlier: parts.earlierOutages }),
    });
    this.discordParts = createDiscordParts({
      config: () => this.config,
      discord: this.discord,
      twitch: parts.twitch?.api,
      memory: parts.discordMemory ?? forgetfulDiscord(),
      ids: services.ids,
      holdsSecret: (text) => services.redactor.holdsSecret(text),
      describe: parts.describe,
      show: parts.show ?? (() => null),
      expectOwn: (note) => this.#inbox.expectOwn(note),
    });
    // Before the bridges, so that it hears the first of them fail.
    this.registerComponent('outages', this.#outages, {
      title: 'Outage ledger',
      description: 'Keeps every gap of every bridge: when, why, and what was missed.',
      essential: false,
    });
    if (parts.twitch)
      registerTwitch(
        (...part) => this.registerComponent(...part),
        parts.twitch,
        parts.bridgeNeeds ?? [],
        parts.networkWatchers ?? [],
      );
    this.#registerChat(...chat);
    for (const { name } of this.config.obs.instances) this.#registerObs(name);
    this.#registerConversation();
    registerDiscordParts((...part) => this.registerComponent(...part), this.discordParts);
    this.on(discordConnected, () => this.#takeBackSlashCommands());
    this.on(chatEdited, ({ id, data }) => this.#inbox.change({ kind: 'edited', edit: data }, id));
    this.on(chatDeleted, ({ id, data }) => this.#inbox.change({ kind: 'deleted', deletion: data }, id));
  }

  /** Tells of messages that a change altered in the archive alone. */
  tellArchivedChange(messages: readonly ChatMessage[], change: ChatChange['kind']): void {
    this.#inbox.tellArchived(messages, change);
  }

  /** Takes the messages of one viewer out of those that are held. */
  forgetViewer({ platform, userId }: { readonly platform: string; readonly userId: string }): void {
    this.#inbox.forget(platform, userId);
  }

  /** The newest messages, oldest first. */
  recent(limit: number): readonly ChatMessage[] {
    return this.#inbox.recent(limit);
  }

  /** The outages of all bridges, newest first. */
  outages(): readonly Outage[] {
    return this.#outages.list();
  }

  targets(): readonly SendTarget[] {
    const titles: Readonly<Record<ChatPlatform, string>> = { twitch: 'Twitch chat', discord: 'Discord' };
    const switchedOn = { twitch: this.config.twitch.enabled, discord: this.config.discord.enabled };
    return this.#outbox
      .targets()
      .filter(({ platform }) => switchedOn[platform])
      .map((target) => ({ ...target, title: titles[target.platform] }));
  }

  send(request: SendRequest): Promise<Result<ChatDelivery, Fault>> {
    return this.#outbox.send(request);
  }

  /** The bridge of one OBS by its component id (`obs:main`); null when there is none of that name. */
  obs(id: string): ObsBridge | null {
    return this.#obs.get(id) ?? null;
  }

  protected override onConfigChanged(change: ConfigChange<ChatPresenceConfig>): void {
    const wanted = new Set(change.config.obs.instances.map(({ name }) => name));
    for (const name of wanted) if (!this.#obs.has(`obs:${name}`)) this.#registerObs(name);
    for (const id of this.#obs.keys()) {
      if (wanted.has(id.slice('obs:'.length))) continue;
      this.#obs.delete(id);
      void this.unregister(id);
    }
    if (change.paths.includes('commands.slash')) void this.#takeBackSlashCommands();
  }

  /** While they are switched off there is no component to do it, and Discord may still offer them. */
  async #takeBackSlashCommands(): Promise<void> {
    const taken = await this.discordParts.slash
      .takeBack()
      .catch((thrown: unknown) => err(Fault.from(thrown)));
    if (taken.ok && taken.value.length === 0) return;
    this.emit(
      taken.ok
        ? discordCommandsChanged({ changed: taken.value }, { now: 'withdrawn' })
        : discordCommandsChanged(
            { changed: [] },
            { now: 'unknown', reason: taken.error.message, level: 'warning' },
          ),
    );
  }

  #registerChat(twitch: ChatBridge, discord: ChatBridge): void {
    const { bridgeNeeds = [], networkWatchers = [] } = this.#parts;
    const needs = [...bridgeNeeds, ...networkWatchers];
    this.registerComponent('twitch-chat', twitch, {
      title: 'Twitch chat',
      description: 'Reads and writes the chat of one Twitch channel.',
      kind: 'bridge',
      platform: 'twitch',
      audience: 'chat',
      // Whoever is signed in writes; that nobody is, or that Twitch cannot say so, does not hold chat up.
      needs: this.#parts.twitch ? [...needs, { id: 'twitch-auth', required: false }] : needs,
      settingsPath: 'chat-presence.twitch',
      restartOn: ['twitch'],
      enabled: (config) => config.twitch.enabled,
      startTimeoutMs: 25_000,
      probe: { intervalMs: 5_000, timeoutMs: 3_000, hysteresis: 1 },
      policy: chatBridgePolicy,
    });
    this.registerComponent('discord', discord, {
      title: 'Discord',
      description: 'Reads and writes one Discord channel.',
      kind: 'bridge',
      platform: 'discord',
      audience: 'community',
      needs,
      settingsPath: 'chat-presence.discord',
      restartOn: ['discord'],
      enabled: (config) => config.discord.enabled,
      startTimeoutMs: 30_000,
      probe: { intervalMs: 10_000, timeoutMs: 5_000, hysteresis: 1 },
      policy: chatBridgePolicy,
    });
  }

  #registerObs(name: string): void {
    const id = `obs:${name}`;
    const bridge = this.#parts.bridges.obs(name);
    const find = (config: ChatPresenceConfig) => config.obs.instances.find((each) => each.name === name);
    this.#obs.set(id, bridge);
    this.registerComponent(id, bridge, {
      title: name === 'main' ? 'OBS' : `OBS ${name}`,
      description: 'Watches and steers one OBS Studio.',
      kind: 'bridge',
      platform: 'obs',
      audience: 'stream',
      needs: this.#parts.bridgeNeeds ?? [],
      settingsPath: 'chat-presence.obs',
      restartOn: ['obs'],
      enabled: (config) => find(config)?.enabled ?? false,
      // Longer than the bridge's own limit for a request, so that the bridge's word on it is heard.
      probe: { intervalMs: 2_000, timeoutMs: 5_000, hysteresis: 1 },
      // OBS is opened and closed by hand on the same machine: asked for quietly, and found within seconds.
      policy: { ...defaultPolicy, backoff: { ...defaultPolicy.backoff, capMs: 5_000 } },
    });
  }

  #registerConversation(): void {
    // Not waited for: the inbox is there before a bridge hears its first message, and one platform never holds up the other.
    const chatBridges: readonly Need[] = [
      { id: 'twitch-chat', required: false, waits: false },
      { id: 'discord', required: false, waits: false },
    ];
    this.registerComponent('inbox', this.#inbox, {
      title: 'Inbox',
      description: 'Takes in every message once, and knows our own.',
      needs: chatBridges,
    });
    this.registerComponent('outbox', this.#outbox, {
      title: 'Outbox',
      description: 'Sends our messages in order, and records what became of each.',
      needs: chatBridges,
    });
    this.registerComponent('commands', new Commands(() => this.#commands(), this.#outbox), {
      title: 'Commands',
      description: 'Answers the commands that chat gives.',
      needs: [
        { id: 'inbox', required: true },
        { id: 'outbox', required: true },
      ],
      settingsPath: 'chat-presence.commands',
      restartOn: ['commands'],
    });
  }

  #commands(): readonly ChatCommand[] {
    const { status, globalCooldownSeconds, userCooldownSeconds } = this.config.commands;
    if (!status) return [];
    return [
      {
        name: 'status',
        role: 'viewer',
        globalCooldownMs: globalCooldownSeconds * 1_000,
        userCooldownMs: userCooldownSeconds * 1_000,
        answer: () => {
          const { verdict, show } = this.#parts.describe();
          return describeStatus(verdict, show);
        },
      },
    ];
  }
}
