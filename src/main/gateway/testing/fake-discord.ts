import { implement, type OperationImplementation } from '#core/index.ts';
import type { InputOf } from '#shared/catalogue/operations/define.ts';
import {
  discordEdit,
  discordPost,
  discordRehearseCommand,
  discordRemove,
  discordTryNotice,
} from '#shared/catalogue/operations/discord.ts';
import type { DiscordOverview } from '#shared/contract/index.ts';
import { err, ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { DiscordPort } from '../ports/index.ts';
import { unknown } from './refusals.ts';

const channel = { id: '300', name: '#harbour' };

/** A requested post, with its caller and run. */
export interface FakePost extends InputOf<typeof discordPost> {
  readonly cause: string;
  readonly runId: string;
}

/** A Discord bot with all permissions that records its posts. */
export class FakeDiscord implements DiscordPort {
  readonly posts: FakePost[] = [];
  readonly edits: InputOf<typeof discordEdit>[] = [];
  readonly removed: InputOf<typeof discordRemove>[] = [];
  /** Fault that every operation returns while set. */
  refusal: Fault | undefined;

  overview(): DiscordOverview {
    return {
      bot: { id: '100', name: 'Lamp' },
      server: { id: '200', name: 'Harbour' },
      channel,
      intents: [{ name: 'Message Content', state: 'yes', message: 'Read message text.' }],
      permissions: [{ name: 'View Channel', state: 'yes', message: 'The bot can read the channel.' }],
      signIns: { used: 1, allowed: 10 },
      inviteUrl: 'https://discord.com/oauth2/authorize?client_id=100',
      pretended: true,
      slash: { state: 'offered', message: 'Discord offers /status.', commands: ['status'], answered: 0 },
      goLive: { enabled: true, message: 'Waiting for a stream to announce.', last: null },
    };
  }

  /** Implements all Discord operations; they take effect at once. */
  readonly implementations: readonly OperationImplementation[] = [
    implement(discordTryNotice, {
      run: async (_input, { caller, runId }) => this.#post({ text: 'Test, not live', cause: caller, runId }),
    }),
    implement(discordPost, {
      run: async (input, { caller, runId }) => this.#post({ ...input, cause: caller, runId }),
    }),
    implement(discordEdit, {
      run: async (edit) => {
        if (!this.refusal) this.edits.push(edit);
        return this.#answer({ result: { message: 'The message is changed.' } });
      },
    }),
    implement(discordRemove, {
      run: async (place) => {
        if (!this.refusal) this.removed.push(place);
        return this.#answer({ result: { message: 'The message is deleted.' } });
      },
    }),
    implement(discordRehearseCommand, {
      run: async ({ command }) =>
        command === 'status'
          ? this.#answer({ result: { message: 'A viewer uses /status.' } })
          : unknown('discord.unknown-command', `Discord offers no /${command}.`),
    }),
  ];

  #post(post: FakePost) {
    if (!this.refusal) this.posts.push(post);
    return this.#answer({
      result: {
        channelId: post.channelId ?? channel.id,
        channelTitle: channel.name,
        messageId: String(this.posts.length),
        webhookId: null,
        text: post.text,
      },
    });
  }

  #answer<T>(value: T): Result<T, Fault> {
    return this.refusal ? err(this.refusal) : ok(value);
  }
}
