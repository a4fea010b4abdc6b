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
import { holdsSecret, unknown } from './refusals.ts';

const smallDiscord = (): DiscordOverview => ({
  bot: { id: '100', name: 'Lamp' },
  server: { id: '200', name: 'Harbour' },
  channel: { id: '300', name: '#harbour' },
  intents: [{ name: 'Message Content', state: 'yes', message: 'Read message text.' }],
  permissions: [{ name: 'View Channel', state: 'yes', message: 'The bot can read the channel.' }],
  signIns: { used: 1, allowed: 10 },
  inviteUrl: 'https://discord.com/oauth2/authorize?client_id=100',
  simulated: true,
  slash: { state: 'offered', message: 'Discord offers /status.', commands: ['status'], answered: 0 },
  goLive: { enabled: true, message: 'Waiting for a stream to announce.', last: null },
});

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
  /** The slash commands that viewers of the rehearsal used. */
  readonly used: string[] = [];
  /** Fault that every operation returns while set. */
  refusal: Fault | undefined;
  /** A test may change it in place. */
  readonly state: DiscordOverview;

  constructor(state: DiscordOverview = smallDiscord()) {
    this.state = state;
  }

  overview(): DiscordOverview {
    return this.state;
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
        const secret = holdsSecret(edit);
        if (secret) return err(secret);
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
      run: async ({ command }) => {
        if (!this.state.slash.commands.includes(command))
          return unknown('discord.unknown-command', `Discord offers no /${command}.`);
        this.used.push(command);
        return this.#answer({ result: { message: `A viewer uses /${command}.` } });
      },
    }),
  ];

  #post(post: FakePost) {
    if (!this.refusal) this.posts.push(post);
    return this.#answer({
      result: {
        channelId: post.channelId ?? this.state.channel?.id ?? '',
        channelTitle: this.state.channel?.name ?? '',
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
