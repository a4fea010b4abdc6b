import type { Fault, Result } from '#shared/kernel/index.ts';
import type { ChatRole, DiscordFacts } from '#shared/model/index.ts';
import type { ChatBridge } from './chat.ts';

/** A slash command offered to the members of a Discord server. */
export interface SlashCommand {
  /** Lower case, up to 32 characters. */
  readonly name: string;
  /** Up to 100 characters; Discord shows it while a user types. */
  readonly description: string;
  /** The readers of the answer. */
  readonly audience: 'everybody' | 'asker';
}

/** One use of a slash command. */
export interface SlashRequest {
  readonly id: string;
  readonly command: string;
  readonly channelId: string;
  readonly channelTitle: string;
  readonly userId: string;
  readonly userName: string;
  readonly displayName: string;
  readonly roles: readonly ChatRole[];
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface SlashAnswer {
  readonly text: string;
  /** The readers of the answer. A deferred answer always goes to the audience of the command. */
  readonly audience: SlashCommand['audience'];
}

/** Answers a slash command. The answer may take time: the bridge then defers the response. */
export type SlashResponder = (request: SlashRequest) => Promise<SlashAnswer>;

/** The outcome of registering the desired commands with Discord. */
export interface SlashOffer {
  /** Names of the commands that were created, updated or removed; empty when nothing had to change. */
  readonly changed: readonly string[];
}

/** Location of one of the bridge's messages. */
export interface DiscordMessagePlace {
  readonly channelId: string;
  readonly messageId: string;
  /** The webhook that wrote the message; null for the bot. */
  readonly webhookId: string | null;
}

/** A message for one channel of the server. */
export interface DiscordPost {
  /** Null for the channel that the bridge reads. */
  readonly channelId: string | null;
  readonly text: string;
  /** Another name and picture than the bot's own; null for the bot's own. */
  readonly as: { readonly name: string; readonly avatarUrl: string | null } | null;
  /** The only role that the text may mention; null for none. Other mentions are always suppressed. */
  readonly mentionRoleId: string | null;
  /** Identifies the message across retries, so that two attempts create one message. */
  readonly key: string;
  /**
   * Start of an earlier attempt with an unknown outcome, epoch milliseconds: its message is searched first.
   * Null for a first attempt.
   */
  readonly triedAt: number | null;
}

export interface DiscordPosted extends DiscordMessagePlace {
  /** `#name` */
  readonly channelTitle: string;
}

/** The Discord bridge with the features that only Discord has. */
export interface DiscordBridge extends ChatBridge {
  facts(): DiscordFacts;
  /**
   * Registers `desired` with Discord, and removes commands in `known` but not in `desired`. Other commands
   * are left alone.
   */
  offerCommands(
    desired: readonly SlashCommand[],
    known: readonly SlashCommand[],
  ): Promise<Result<SlashOffer, Fault>>;
  post(post: DiscordPost): Promise<Result<DiscordPosted, Fault>>;
  /** Edits a message of the bridge. Fails with `discord.message-gone` when the message was deleted. */
  edit(place: DiscordMessagePlace, text: string): Promise<Result<void, Fault>>;
  /** Deletes a message of the bridge. Succeeds also when the message was already deleted. */
  remove(place: DiscordMessagePlace): Promise<Result<void, Fault>>;
}
