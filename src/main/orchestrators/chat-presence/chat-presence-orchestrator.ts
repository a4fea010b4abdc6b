import {
  BaseOrchestrator,
  type ConfigChange,
  type CoreServices,
  type Need,
  type OrchestratorDefinition,
} from '#core/index.ts';
import type { ChatBridge, DiscordBridge } from '#main/bridges/ports/index.ts';
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
  TwitchSignIn,
  Verdict,
} from '#shared/model/index.ts';
import type { ChatBridgeHooks, ChatConnection } from './chat-connection.ts';
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
import type { RehearsedViewer } from './discord-operations.ts';
import { InboxComponent } from './inbox-component.ts';
import { OutageLedgerComponent } from './outage-ledger-component.ts';
import { ChatSender, type SendRequest } from './chat-sender.ts';
import { sectionPaths } from './section-paths.ts';
import { describeStatus } from './status-answer.ts';
import { registerTwitch, type TwitchBridges } from './twitch-parts.ts';

export interface ChatPresencePorts {
  /** The chat of every platform, including Discord's. */
  readonly chat: readonly ChatConnection[];
  /** The Discord connection of {@link chat}, which can do more than chat. */
  readonly discord: ChatConnection<DiscordBridge>;
  /** Undefined when there is only chat. */
  readonly twitch?: TwitchBridges;
  /** Reads the account that is signed in to Twitch. */
  readonly readTwitchSignIn?: () => Promise<TwitchSignIn>;
  /** The simulated viewer that uses slash commands in rehearsal. */
  readonly rehearsedViewer?: RehearsedViewer;
  /** Needs that all bridges share. */
  readonly bridgeNeeds?: readonly Need[];
  /** Components that watch the network for the bridges. */
  readonly networkWatchers?: readonly Need[];
  /** Describes the state of the program, for `!status`. */
  readonly describe: () => {
    readonly verdict: Verdict;
    readonly components: readonly ComponentView[];
    /** The show's state in words; null while unknown. */
    readonly show: string | null;
  };
  /** Returns the state of the show and its start; null while unknown. */
  readonly show?: () => { readonly state: string; readonly since: number } | null;
  /** State that survives a restart; without it, none does. */
  readonly discordMemory?: DiscordMemory;
  /** Reads the outages of earlier runs since a time. */
  readonly earlierOutages?: (since: number) => Promise<readonly Outage[]>;
}

/** A platform that chat can be sent to. */
export interface SendTarget {
  readonly platform: ChatPlatform;
  readonly title: string;
  readonly maxLength: number;
  readonly obstacle: string | null;
  readonly queueDepth: number;
}

/** Owns the chat bridges and the conversation: one inbox, commands, and one outgoing queue per platform. */
export class ChatPresenceOrchestrator extends BaseOrchestrator<ChatPresenceConfig> {
  readonly #parts: ChatPresencePorts;
  readonly #inbox: InboxComponent;
  readonly #outbox: ChatSender;
  readonly #outages: OutageLedgerComponent;
  /** The Discord features beyond chat. */
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
    this.discord = parts.discord.create(this.#hooksOf(parts.discord));
    const bridges = new Map(
      parts.chat.map((each) => [
        each,
        each === parts.discord ? this.discord : each.create(this.#hooksOf(each)),
      ]),
    );
    this.#outbox = new ChatSender({
      bridges: [...bridges.values()],
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
    // Registered before the bridges, so that it sees the first failure.
    this.registerComponent('outages', this.#outages, {
      title: 'Outage ledger',
      description: 'Records every outage of every bridge: time, cause and missed events.',
      essential: false,
    });
    if (parts.twitch)
      registerTwitch(
        (...part) => this.registerComponent(...part),
        parts.twitch,
        parts.bridgeNeeds ?? [],
        parts.networkWatchers ?? [],
      );
    for (const [connection, bridge] of bridges) this.#registerChat(connection, bridge);
    this.#registerConversation();
    registerDiscordParts((...part) => this.registerComponent(...part), this.discordParts);
    this.on(discordConnected, () => this.#withdrawSlashCommands());
    this.on(chatEdited, ({ id, data }) => this.#inbox.change({ kind: 'edited', edit: data }, id));
    this.on(chatDeleted, ({ id, data }) => this.#inbox.change({ kind: 'deleted', deletion: data }, id));
  }

  /** Reports messages that a change altered only in the archive. */
  reportArchivedChange(messages: readonly ChatMessage[], change: ChatChange['kind']): void {
    this.#inbox.reportArchived(messages, change);
  }

  /** Removes the messages of one viewer from memory. */
  forgetViewer({ platform, userId }: { readonly platform: string; readonly userId: string }): void {
    this.#inbox.forget(platform, userId);
  }

  /** Returns the newest messages, oldest first. */
  recent(limit: number): readonly ChatMessage[] {
    return this.#inbox.recent(limit);
  }

  /** Returns the outages of all bridges, newest first. */
  outages(): readonly Outage[] {
    return this.#outages.list();
  }

  targets(): readonly SendTarget[] {
    return this.#outbox.targets().flatMap((target) => {
      const connection = this.#parts.chat.find(({ platform }) => platform === target.platform);
      return connection && this.config[target.platform].enabled
        ? [{ ...target, title: connection.title }]
        : [];
    });
  }

  send(request: SendRequest): Promise<Result<ChatDelivery, Fault>> {
    return this.#outbox.send(request);
  }

  protected override onConfigChanged(change: ConfigChange<ChatPresenceConfig>): void {
    if (change.paths.includes('commands.slash')) void this.#withdrawSlashCommands();
  }

  /**
   * Withdraws the commands while they are disabled, when no component does and Discord may still offer them.
   */
  async #withdrawSlashCommands(): Promise<void> {
    const taken = await this.discordParts.slash
      .withdraw()
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

  #hooksOf({ settingsPath }: ChatConnection): ChatBridgeHooks {
    return {
      deliver: (message) => this.#inbox.deliver(message),
      respond: (request) => this.discordParts.slash.answer(request),
      settingsPath,
    };
  }

  #registerChat({ id, needs = [], ...options }: ChatConnection, bridge: ChatBridge): void {
    const { bridgeNeeds = [], networkWatchers = [] } = this.#parts;
    this.registerComponent(id, bridge, {
      ...options,
      kind: 'bridge',
      needs: [...bridgeNeeds, ...networkWatchers, ...needs],
      restartOn: [options.platform],
      enabled: (config) => config[options.platform].enabled,
    });
  }

  #registerConversation(): void {
    // Not waited for: the inbox must be ready before a bridge receives its first message, and one platform
    // must not delay
    // another.
    const chatBridges = this.#parts.chat.map(({ id }): Need => ({ id, required: false, waits: false }));
    this.registerComponent('inbox', this.#inbox, {
      title: 'Inbox',
      description: 'Receives every message once and recognises messages from Cuelight.',
      needs: chatBridges,
    });
    this.registerComponent('outbox', this.#outbox, {
      title: 'Outbox',
      description: 'Sends messages in order and records the result of each.',
      needs: chatBridges,
    });
    this.registerComponent('commands', new Commands(() => this.#commands(), this.#outbox), {
      title: 'Commands',
      description: 'Answers commands in chat.',
      needs: [
        { id: 'inbox', required: true },
        { id: 'outbox', required: true },
      ],
      settingsPath: sectionPaths.commands,
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
