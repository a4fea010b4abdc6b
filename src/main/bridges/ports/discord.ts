import type { Fault, Result } from '#shared/kernel/index.ts';
import type { ChatRole, DiscordFacts } from '#shared/model/index.ts';
import type { ChatBridge } from './chat.ts';

/** A slash command as it is offered to the people of a Discord server. */
export interface SlashCommand {
  /** Lower case, up to 32 characters. */
  readonly name: string;
  /** Up to 100 characters; Discord shows it while somebody types. */
  readonly description: string;
  /** Who reads the answer. */
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
  /** Who reads it. One that comes late is read by those for whom the command was offered. */
  readonly audience: SlashCommand['audience'];
}

/** Answers the use of a slash command. May take its time: Discord is told to wait. */
export type SlashResponder = (request: SlashRequest) => Promise<SlashAnswer>;

/** What was done so that Discord offers the wanted commands. */
export interface SlashOffer {
  /** Names of the commands that were made, changed or taken back; none when all was as it should be. */
  readonly changed: readonly string[];
}

/** Where a message of ours stands. */
export interface DiscordMessagePlace {
  readonly channelId: string;
  readonly messageId: string;
  /** The webhook that wrote it; null when the bot did. */
  readonly webhookId: string | null;
}

/** A message for one channel of the server. */
export interface DiscordPost {
  /** Null is the channel that the bridge reads. */
  readonly channelId: string | null;
  readonly text: string;
  /** Another name and picture than the bot's own. */
  readonly as: { readonly name: string; readonly avatarUrl: string | null } | null;
  /** The one role that the text may mention; nobody else is ever mentioned. */
  readonly mentionRoleId: string | null;
  /** The same for each try to post the same message, so that two tries make one message. */
  readonly key: string;
  /** When an earlier try began of which nobody knows how it ended, epoch milliseconds: it is looked for first. */
  readonly triedAt: number | null;
}

export interface DiscordPosted extends DiscordMessagePlace {
  /** `#name` */
  readonly channelTitle: string;
}

/** The Discord bridge with what only Discord has. */
export interface DiscordBridge extends ChatBridge {
  facts(): DiscordFacts;
  /** Makes Discord offer `wanted`, and take back what is in `known` and not wanted. Commands of others are left alone. */
  offerCommands(
    wanted: readonly SlashCommand[],
    known: readonly SlashCommand[],
  ): Promise<Result<SlashOffer, Fault>>;
  post(post: DiscordPost): Promise<Result<DiscordPosted, Fault>>;
  /** Changes a message of ours. A message that is gone is the fault `discord.message-gone`. */
  edit(place: DiscordMessagePlace, text: string): Promise<Result<void, Fault>>;
  /** Deletes a message of ours. One that is gone already is a success. */
  remove(place: DiscordMessagePlace): Promise<Result<void, Fault>>;
}
