import type { Client, GuildTextBasedChannel } from 'discord.js';
import type { ComponentContext } from '#core/component.ts';
import { err, type Fault, type Result } from '#shared/kernel/index.ts';
import type { SlashCommand, SlashOffer, SlashResponder } from '../ports/index.ts';
import { SlashCommandHandler } from './slash-command-handler.ts';
import { discordFaults } from './discord-faults.ts';
import { discordLimits } from './limits.ts';
import { offerCommands, type Call } from './offer-commands.ts';
import { Postings } from './postings.ts';
import { callDiscord, type RateLimitNotice } from './rest-calls.ts';
import { Webhooks } from './webhooks.ts';

/** The services of one signed-in client on its server besides chat: slash commands, posts and webhooks. */
export class GuildServices {
  readonly #desk: SlashCommandHandler;
  readonly #call: Call;
  readonly #readWebhookAddress: () => Promise<string | null>;
  #open: {
    readonly client: Client<true>;
    readonly channel: GuildTextBasedChannel;
    readonly webhooks: Webhooks;
    readonly postings: Postings;
  } | null = null;

  constructor(parts: {
    readonly context: ComponentContext;
    readonly client: Client;
    readonly signal: AbortSignal;
    readonly respond: SlashResponder;
    /** Reads the address of the webhook that the operator entered; null when there is none. */
    readonly readWebhookAddress: () => Promise<string | null>;
    readonly onRateLimited: (notice: RateLimitNotice) => void;
  }) {
    const { context, signal, onRateLimited } = parts;
    this.#readWebhookAddress = parts.readWebhookAddress;
    this.#desk = new SlashCommandHandler(parts);
    this.#call = (request) =>
      callDiscord(request, {
        clock: context.clock,
        signal,
        mostWaitMs: discordLimits.rateLimitWaitMs,
        onRateLimited,
      });
  }

  /** Null until the channel was found. */
  get postings(): Postings | null {
    return this.#open?.postings ?? null;
  }

  /** Makes the services available once the client is signed in and its channel was found. */
  open(client: Client<true>, channel: GuildTextBasedChannel): void {
    const webhooks = new Webhooks({
      rest: client.rest,
      call: this.#call,
      applicationId: client.application.id,
      readAddress: this.#readWebhookAddress,
    });
    const postings = new Postings({
      client,
      guildId: channel.guildId,
      channelId: channel.id,
      call: this.#call,
      webhooks,
    });
    this.#open = { client, channel, webhooks, postings };
  }

  /** Returns true when this bridge writes through the webhook. */
  isOwnWebhook(webhookId: string): boolean {
    return this.#open?.webhooks.isOurs(webhookId) ?? false;
  }

  /** Registers the slash commands with Discord and starts to answer them. */
  async offerCommands(
    desired: readonly SlashCommand[],
    known: readonly SlashCommand[],
  ): Promise<Result<SlashOffer, Fault>> {
    if (!this.#open) return err(discordFaults.notConnected());
    const { client, channel } = this.#open;
    this.#desk.commands = desired;
    return await offerCommands(desired, known, {
      rest: client.rest,
      call: this.#call,
      applicationId: client.application.id,
      guild: { id: channel.guild.id, name: channel.guild.name },
    });
  }
}
