import type {
  DiscordBridge,
  DiscordMessagePlace,
  DiscordPost,
  DiscordPosted,
  SlashCommand,
  SlashOffer,
  OutboundChat,
} from '#main/bridges/ports/index.ts';
import type { Fault, Result } from '#shared/kernel/index.ts';
import { platformLimits, type ChatDelivery, type DiscordFacts } from '#shared/model/index.ts';
import { RenewedComponent } from './renewed-bridge.ts';

const nothingKnown: DiscordFacts = {
  bot: null,
  server: null,
  channel: null,
  intents: [],
  permissions: [],
  signIns: null,
  inviteUrl: null,
};

/** The Discord bridge, kept in step with its settings. */
export class RenewedDiscordBridge extends RenewedComponent<DiscordBridge> implements DiscordBridge {
  readonly platform = 'discord';
  readonly maxLength = platformLimits.discord.message;

  get sendObstacle(): string | null {
    return this.bridge ? this.bridge.sendObstacle : 'Discord is not connected.';
  }

  facts(): DiscordFacts {
    return this.bridge?.facts() ?? nothingKnown;
  }

  send(message: OutboundChat): Promise<Result<ChatDelivery, Fault>> {
    return this.whenMade('Discord', (bridge) => bridge.send(message));
  }

  offerCommands(
    wanted: readonly SlashCommand[],
    known: readonly SlashCommand[],
  ): Promise<Result<SlashOffer, Fault>> {
    return this.whenMade('Discord', (bridge) => bridge.offerCommands(wanted, known));
  }

  post(post: DiscordPost): Promise<Result<DiscordPosted, Fault>> {
    return this.whenMade('Discord', (bridge) => bridge.post(post));
  }

  edit(place: DiscordMessagePlace, text: string): Promise<Result<void, Fault>> {
    return this.whenMade('Discord', (bridge) => bridge.edit(place, text));
  }

  remove(place: DiscordMessagePlace): Promise<Result<void, Fault>> {
    return this.whenMade('Discord', (bridge) => bridge.remove(place));
  }
}
