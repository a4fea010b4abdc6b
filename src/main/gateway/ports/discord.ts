import type { Fault, Result } from '#shared/kernel/index.ts';
import type { DiscordOverview, DiscordPlace, DiscordPostedView } from '#shared/contract/index.ts';

/** Discord beside its chat. */
export interface DiscordPort {
  overview(): DiscordOverview;
  /** Posts the go-live notice as it would be now, marked as a test. */
  tryNotice(): Promise<Result<DiscordPostedView, Fault>>;
  post(post: {
    readonly text: string;
    /** Null is the channel that is read. */
    readonly channelId: string | null;
    readonly as: { readonly name: string; readonly avatarUrl: string | null } | null;
    /** Two calls with the same key make one message. */
    readonly key: string;
    /** Who asked: shown beside the message. */
    readonly cause: string;
    /** Posts a text with a secret in it too. */
    readonly sendAnyway?: boolean;
  }): Promise<Result<DiscordPostedView, Fault>>;
  edit(place: DiscordPlace, text: string, sendAnyway?: boolean): Promise<Result<void, Fault>>;
  remove(place: DiscordPlace): Promise<Result<void, Fault>>;
  /** A viewer of the rehearsal uses a slash command. Fails with `rehearsal.not-rehearsing` while the program is live. */
  rehearseCommand(command: string): Result<{ readonly message: string }, Fault>;
}
