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
  /** The chat of every platform, Discord's too. */
  readonly chat: readonly ChatConnection[];
  /** The one of {@link chat} that is Discord's: Discord can more than chat. */
  readonly discord: ChatConnection<DiscordBridge>;
  /** Left out where there is only chat. */
  readonly twitch?: TwitchBridges;
  /** Reads who is signed in to Twitch. Left out where nobody asks for it. */
  readonly readTwitchSignIn?: () => Promise<TwitchSignIn>;
  /** Who uses slash commands in rehearsal. Left out where nobody asks for it. */
  readonly rehearsedViewer?: RehearsedViewer;
  /** What every bridge needs beside itself. */
  readonly bridgeNeeds?: readonly Need[];
  /** What watches the network for the bridges. */
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

/** Owns the chat bridges and the conversation: one inbox, commands, and one way out for each platform. */
export class ChatPresenceOrchestrator extends BaseOrchestrator<ChatPresenceConfig> {
  readonly #parts: ChatPresencePorts;
  readonly #inbox: InboxComponent;
  readonly #outbox: ChatSender;
  readonly #outages: OutageLedgerComponent;
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
    for (const [connection, bridge] of bridges) this.#registerChat(connection, bridge);
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
    // Not waited for: the inbox is there before a bridge hears its first message, and one platform never holds up the other.
    const chatBridges = this.#parts.chat.map(({ id }): Need => ({ id, required: false, waits: false }));
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
