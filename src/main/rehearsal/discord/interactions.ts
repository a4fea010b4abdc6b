import { z } from 'zod';
import type { Clock } from '#shared/kernel/index.ts';
import { atMostCharacters, platformLimits } from '#shared/model/index.ts';
import type { ApplicationCommands } from './application-commands.ts';
import type { RehearsalMessage, RehearsalUser } from './payloads.ts';
import {
  alreadyAcknowledged,
  emptyMessage,
  invalidForm,
  invalidWebhookToken,
  nothing,
  notFound,
  ok,
  unknownInteraction,
  unknownMessage,
  wrongMethod,
  type RestRequest,
  type RestResponse,
} from './rest-answers.ts';
import type { DiscordWorld } from './discord-world.ts';

/** Milliseconds that Discord waits for a first response, and milliseconds that the token stays valid. */
const firstAnswerMs = 3_000;
const tokenLifeMs = 15 * 60_000;
const maxInteractions = 200;
const callbackTypes = { message: 4, deferred: 5 } as const;
const ephemeralFlag = 1 << 6;

const contentSchema = z.object({
  content: z.string().check(atMostCharacters(platformLimits.discord.message)).default(''),
  flags: z.number().int().min(0).default(0),
});
const callbackSchema = z.object({
  type: z.union([z.literal(callbackTypes.message), z.literal(callbackTypes.deferred)]),
  data: contentSchema.optional(),
});

interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly command: string;
  readonly user: RehearsalUser;
  readonly channelId: string;
  readonly at: number;
  /** Milliseconds until the first response; null while there is none. */
  acknowledgedAfterMs: number | null;
  ephemeral: boolean;
  messageIds: string[];
}

/** One use of a slash command, with its responses. */
export interface InteractionRecord {
  readonly id: string;
  readonly command: string;
  readonly user: string;
  /** Milliseconds until the application responded; null while it has not. */
  readonly acknowledgedAfterMs: number | null;
  readonly ephemeral: boolean;
  /** The response and its follow-ups as they read now. A deferred response is empty. */
  readonly texts: readonly string[];
}

/** Uses of slash commands: dispatched to the application, which responds in time or not at all. */
export class Interactions {
  readonly #world: DiscordWorld;
  readonly #commands: ApplicationCommands;
  readonly #clock: Clock;
  readonly #createToken: () => string;
  readonly #onAnswer: (message: RehearsalMessage) => void;
  #interactions: Interaction[] = [];

  constructor(parts: {
    readonly world: DiscordWorld;
    readonly commands: ApplicationCommands;
    readonly clock: Clock;
    readonly createToken: () => string;
    /** Receives each response that everybody can read. */
    readonly onAnswer: (message: RehearsalMessage) => void;
  }) {
    this.#world = parts.world;
    this.#commands = parts.commands;
    this.#clock = parts.clock;
    this.#createToken = parts.createToken;
    this.#onAnswer = parts.onAnswer;
  }

  /**
   * Uses a slash command as a member. Returns the interaction's id, or null when there is no such command.
   */
  use(user: RehearsalUser, name: string, channelId: string): string | null {
    const command = this.#commands.find(name);
    const channel = this.#world.channel(channelId);
    if (!command || !channel) return null;
    const interaction: Interaction = {
      id: this.#world.nextId(),
      token: this.#createToken(),
      command: name,
      user,
      channelId,
      at: this.#clock.monotonic(),
      acknowledgedAfterMs: null,
      ephemeral: false,
      messageIds: [],
    };
    this.#interactions = [...this.#interactions.slice(1 - maxInteractions), interaction];
    this.#world.dispatchToBot('INTERACTION_CREATE', {
      id: interaction.id,
      application_id: this.#world.applicationId,
      type: 2,
      data: { id: command.id, name, type: 1, guild_id: this.#world.guildId },
      guild_id: this.#world.guildId,
      channel_id: channelId,
      channel,
      member: { ...this.#world.member(user), permissions: this.#world.memberPermissions(user).toString() },
      token: interaction.token,
      version: 1,
      app_permissions: '0',
      locale: 'en-US',
      guild_locale: 'en-US',
      entitlements: [],
      authorizing_integration_owners: { '0': this.#world.guildId },
      context: 0,
      attachment_size_limit: 10_485_760,
    });
    return interaction.id;
  }

  record(): readonly InteractionRecord[] {
    return this.#interactions.map(
      ({ id, command, user, acknowledgedAfterMs, ephemeral, messageIds }): InteractionRecord => ({
        id,
        command,
        user: user.username,
        acknowledgedAfterMs,
        ephemeral,
        texts: messageIds.flatMap((messageId) => this.#world.findMessage(messageId)?.content ?? []),
      }),
    );
  }

  /** Accepts the first response, which is due within three seconds. */
  acknowledge(id: string, token: string, body: unknown): RestResponse {
    const interaction = this.#interactions.find((each) => each.id === id && each.token === token);
    if (!interaction) return unknownInteraction;
    if (interaction.acknowledgedAfterMs !== null) return alreadyAcknowledged;
    const passed = this.#clock.monotonic() - interaction.at;
    if (passed > firstAnswerMs) return unknownInteraction;
    const parsed = callbackSchema.safeParse(body);
    if (!parsed.success) return invalidForm('_form', 'BASE_TYPE_BAD', 'This is not a response.');
    const { type, data } = parsed.data;
    const loading = type === callbackTypes.deferred;
    const content = data?.content ?? '';
    if (!loading && content.trim() === '') return emptyMessage;
    interaction.acknowledgedAfterMs = passed;
    interaction.ephemeral = ((data?.flags ?? 0) & ephemeralFlag) !== 0;
    this.#write(interaction, content, loading);
    return nothing;
  }

  /** Accepts another message after the first response. */
  followUp(token: string, body: unknown): RestResponse {
    const interaction = this.#answered(token);
    if (!interaction) return invalidWebhookToken;
    const parsed = contentSchema.safeParse(body);
    if (!parsed.success || parsed.data.content.trim() === '') return emptyMessage;
    return ok(this.#world.message(this.#write(interaction, parsed.data.content, false)));
  }

  /** Reads, edits or deletes a response. `@original` is the first response. */
  answer(token: string, messageId: string, { method, body }: RestRequest): RestResponse {
    const interaction = this.#answered(token);
    if (!interaction) return invalidWebhookToken;
    const id = messageId === '@original' ? interaction.messageIds[0] : messageId;
    const message =
      id !== undefined && interaction.messageIds.includes(id) ? this.#world.findMessage(id) : undefined;
    if (!message) return unknownMessage;
    if (method === 'GET') return ok(this.#world.message(message));
    if (method === 'DELETE') {
      this.#world.remove(message.id);
      return nothing;
    }
    if (method !== 'PATCH') return wrongMethod;
    const parsed = contentSchema.safeParse(body);
    if (!parsed.success || parsed.data.content.trim() === '') return emptyMessage;
    const edited = this.#world.edit(message.id, parsed.data.content);
    if (!edited) return unknownMessage;
    if (message.loading && !message.ephemeral) this.#onAnswer(edited);
    return ok(this.#world.message(edited));
  }

  #answered(token: string): Interaction | undefined {
    const youngest = this.#clock.monotonic() - tokenLifeMs;
    return this.#interactions.find(
      (each) => each.token === token && each.acknowledgedAfterMs !== null && each.at > youngest,
    );
  }

  #write(interaction: Interaction, content: string, loading: boolean): RehearsalMessage {
    const message = this.#world.post(this.#world.bot, content, {
      channelId: interaction.channelId,
      answers: { interactionId: interaction.id, user: interaction.user },
      ephemeral: interaction.ephemeral,
      loading,
      mentions: [],
    });
    interaction.messageIds.push(message.id);
    if (!loading && !interaction.ephemeral) this.#onAnswer(message);
    return message;
  }
}

/** `interactions/ID/TOKEN/callback`. */
export const interactionRoutes = (interactions: Interactions, request: RestRequest): RestResponse => {
  const [, id, token, callback] = request.segments;
  if (id === undefined || token === undefined || callback !== 'callback') return notFound;
  return request.method === 'POST' ? interactions.acknowledge(id, token, request.body) : wrongMethod;
};
