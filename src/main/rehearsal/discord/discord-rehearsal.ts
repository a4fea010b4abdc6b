import {
  Emitter,
  Fault,
  type Clock,
  type IdSource,
  type JsonObject,
  type RandomSource,
} from '#shared/kernel/index.ts';
import { Scope } from '#shared/kernel/scope.ts';
import { createWrongClock } from '../delivery.ts';
import { LoopbackServer, loopbackHost } from '../loopback-server.ts';
import type { CastMember, DiscordRehearsal } from '../platform-ports.ts';
import { ApplicationCommands } from './application-commands.ts';
import { createFaultSwitches, type DiscordFaults, type FaultSwitches } from './discord-server-faults.ts';
import { DiscordGatewayServer } from './gateway-server.ts';
import { Interactions, type InteractionRecord } from './interactions.ts';
import type { RehearsalMessage } from './payloads.ts';
import type { BotPermissions } from './permissions.ts';
import { DiscordRestServer, type RestLogEntry } from './rest-server.ts';
import { Webhooks } from './webhooks.ts';
import { DiscordWorld } from './discord-world.ts';

/** The address of the server, and the heartbeat interval of the simulated Discord. */
interface DiscordRehearsalOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly ids: IdSource;
  /** The port; 0 or absent takes a free port. */
  readonly port?: number;
  /** Milliseconds between a client's heartbeats; by default Discord's own 41,250. */
  readonly heartbeatIntervalMs?: number;
}

/** A message as a test can read it back. */
interface WrittenMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly avatarUrl: string | null;
  readonly text: string;
  readonly edited: boolean;
  readonly replyTo: string | null;
}

/** The simulated Discord, with controls for scenarios, tests and drills. */
export interface DiscordRehearsalServer extends DiscordRehearsal {
  readonly faults: DiscordFaults;
  readonly botId: string;
  /** Posts a viewer's message and returns its id. */
  say(member: CastMember, text: string, options?: { readonly replyTo?: string }): string;
  /**
   * Posts a viewer's message with more than text: fields of Discord's own format (a poll, embeds, a forward,
   * …).
   */
  sayWith(member: CastMember, extras: JsonObject, text?: string): string;
  /** Edits a viewer's message. Returns false when there is no message with this id. */
  edit(messageId: string, text: string): boolean;
  remove(messageId: string): boolean;
  /** Deletes several messages at once, as a moderator's bot or a ban does. */
  removeTogether(messageIds: readonly string[]): void;
  /** Returns the text that mentions a viewer. */
  mention(member: CastMember): string;
  messages(): readonly WrittenMessage[];
  /** Every use of a slash command, oldest first. */
  interactions(): readonly InteractionRecord[];
  /** The slash commands that the bot offers. */
  commands(): readonly { readonly id: string; readonly name: string; readonly description: string }[];
  /** Creates a webhook by hand, as a moderator of the guild does, and returns its address. */
  makeWebhook(channelId: string): string;
  /** Deletes all webhooks, as a moderator of the guild does. */
  removeWebhooks(): void;
  /** The times of every IDENTIFY and RESUME, and the REST requests, oldest first. */
  identifies(): readonly number[];
  resumes(): readonly number[];
  restLog(): readonly RestLogEntry[];
  /** Number of open gateway connections. */
  linkCount(): number;
}

const discordHeartbeatMs = 41_250;

const createToken = (random: RandomSource): string =>
  Array.from({ length: 32 }, () => Math.floor(random.next() * 36).toString(36)).join('');

/** Starts the simulated Discord on loopback. Rejects with a fault when the port is taken. */
export const createDiscordRehearsal = async (
  options: DiscordRehearsalOptions,
): Promise<DiscordRehearsalServer> => {
  const { clock } = options;
  const scope = new Scope('discord rehearsal');
  const switches = createFaultSwitches();
  const world = new DiscordWorld(createWrongClock(clock, () => switches.clockOffsetMs));
  const token = `rehearsal.${createToken(options.random)}`;
  const ownListeners = new Emitter<[text: string]>();
  const notifyOwnMessage = (message: RehearsalMessage): void => {
    ownListeners.emit(message.content);
  };
  const makeToken = (): string => createToken(options.random);
  const commands = new ApplicationCommands(world);
  const interactions = new Interactions({
    world,
    commands,
    clock,
    createToken: makeToken,
    onAnswer: notifyOwnMessage,
  });
  const webhooks = new Webhooks({ world, createToken: makeToken, onMessage: notifyOwnMessage });
  const server = new LoopbackServer();
  let port = options.port ?? 0;
  const gatewayUrl = (): string => `ws://${loopbackHost}:${port}/gateway`;

  const gateway = new DiscordGatewayServer({
    world,
    faults: switches,
    clock,
    random: options.random,
    ids: options.ids,
    token,
    url: gatewayUrl,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? discordHeartbeatMs,
  });
  const rest = new DiscordRestServer({
    clock,
    token,
    rest: {
      world,
      commands,
      interactions,
      webhooks,
      faults: switches,
      gatewayUrl,
      onBotMessage: notifyOwnMessage,
    },
  });

  server.http.on('request', (request, response) => {
    rest.handle(request, response).catch(() => response.destroy());
  });
  server.http.on('upgrade', (request, socket, head) => gateway.upgrade(request, socket, head));

  port = await server.listen(port, (cause) => cannotListen(port, cause));
  scope.defer('http server', () => server.close());
  scope.defer('gateway', () => gateway.close());

  const faults = createFaults({ switches, gateway, rest, world });

  return {
    apiUrl: `http://${loopbackHost}:${port}/api`,
    botToken: token,
    botId: world.bot.id,
    guildId: world.guildId,
    channelId: world.channelId,
    announcementsId: world.announcementsId,
    faults,
    say: (member, text, saying = {}) => {
      const replyTo = saying.replyTo === undefined ? undefined : world.findMessage(saying.replyTo);
      return world.post(world.userOf(member), text, { replyTo }).id;
    },
    sayWith: (member, extras, text = '') => world.post(world.userOf(member), text, { extras }).id,
    useCommand: (member, command) => interactions.use(world.userOf(member), command, world.channelId),
    edit: (messageId, text) => world.edit(messageId, text) !== undefined,
    remove: (messageId) => world.remove(messageId),
    removeTogether: (messageIds) => world.removeMany(messageIds),
    mention: (member) => `<@${world.userOf(member).id}>`,
    messages: () => world.messages.map(readBack),
    interactions: () => interactions.record(),
    commands: () => commands.list(),
    makeWebhook: (channelId) => {
      webhooks.create(channelId, { name: 'By hand' }, false);
      const webhook = webhooks.of(channelId).at(-1);
      return `http://${loopbackHost}:${port}/api/webhooks/${webhook?.id}/${webhook?.token}`;
    },
    removeWebhooks: () => {
      for (const channelId of [world.channelId, world.announcementsId]) {
        for (const { id } of webhooks.of(channelId)) webhooks.remove(id);
      }
    },
    identifies: () => gateway.identifies,
    resumes: () => gateway.resumes,
    restLog: () => rest.log,
    linkCount: () => gateway.linkCount,
    onOwnMessage: (listener) => ownListeners.on(listener),
    [Symbol.asyncDispose]: async () => {
      await scope.close();
    },
  };
};

const cannotListen = (port: number, cause: Error): Fault =>
  new Fault(
    'rehearsal.discord-cannot-listen',
    `The simulated Discord cannot listen on ${loopbackHost}:${port}. Choose another port.`,
    { kind: 'configuration', cause },
  );

const readBack = (message: RehearsalMessage): WrittenMessage => ({
  id: message.id,
  channelId: message.channelId,
  authorId: message.author.id,
  authorName: message.author.username,
  avatarUrl: message.author.avatarUrl ?? null,
  text: message.content,
  edited: message.editedAt !== null,
  replyTo: message.replyTo?.id ?? null,
});

/** Adds the one-time faults to the switches. */
const createFaults = (platform: {
  readonly switches: FaultSwitches;
  readonly gateway: DiscordGatewayServer;
  readonly rest: DiscordRestServer;
  readonly world: DiscordWorld;
}): DiscordFaults => {
  const { switches, gateway, rest, world } = platform;
  return Object.assign(switches, {
    freezeLinks: () => gateway.freezeLinks(),
    closeLinks: (code: number, reason = '') => gateway.closeLinks(code, reason),
    dropLinks: () => gateway.dropLinks(),
    invalidateSessions: (resumable: boolean) => gateway.invalidateSessions(resumable),
    requestReconnect: () => gateway.requestReconnect(),
    sendRaw: (frame: string | Uint8Array) => gateway.sendRaw(frame),
    dispatchRaw: (topic: unknown, data: unknown) => gateway.dispatchRaw(topic, data),
    refuseRest: (refusal: Parameters<DiscordFaults['refuseRest']>[0]) => rest.refuse(refusal),
    rateLimitRest: (limit: Parameters<DiscordFaults['rateLimitRest']>[0]) => rest.limit(limit),
    setBotPermissions: (allowed: BotPermissions) => world.setBotPermissions(allowed),
    deleteChannel: () => world.deleteChannel(),
    kickBot: () => world.kickBot(),
  });
};
