import type { DiscordOverview, DiscordPlace } from '#shared/contract/index.ts';
import { err, Fault, ok } from '#shared/kernel/index.ts';
import type { DiscordPort } from '../ports/index.ts';

const channel = { id: '300', name: '#harbour' };

/** A Discord bot that may do everything, and remembers what it was told to post. */
export class FakeDiscord implements DiscordPort {
  readonly posts: Parameters<DiscordPort['post']>[0][] = [];
  readonly edits: { readonly place: DiscordPlace; readonly text: string }[] = [];
  readonly removed: DiscordPlace[] = [];
  /** What everything that changes something is answered with while set. */
  refusal: Fault | undefined;

  overview(): DiscordOverview {
    return {
      bot: { id: '100', name: 'Lamp' },
      server: { id: '200', name: 'Harbour' },
      channel,
      intents: [{ name: 'Message Content', state: 'yes', message: 'What is written.' }],
      permissions: [{ name: 'View Channel', state: 'yes', message: 'The bot can read the channel.' }],
      signIns: { used: 1, allowed: 10 },
      inviteUrl: 'https://discord.com/oauth2/authorize?client_id=100',
      pretended: true,
      slash: { state: 'offered', message: 'Discord offers /status.', commands: ['status'], answered: 0 },
      goLive: { enabled: true, message: 'Waits for a stream to announce.', last: null },
    };
  }

  tryNotice() {
    return this.post({
      text: 'Test, nobody is live',
      channelId: null,
      as: null,
      key: 'try',
      cause: 'go-live',
    });
  }

  post(post: Parameters<DiscordPort['post']>[0]): ReturnType<DiscordPort['post']> {
    if (this.refusal) return Promise.resolve(err(this.refusal));
    this.posts.push(post);
    return Promise.resolve(
      ok({
        channelId: post.channelId ?? channel.id,
        channelTitle: channel.name,
        messageId: String(this.posts.length),
        webhookId: null,
        text: post.text,
      }),
    );
  }

  edit(place: DiscordPlace, text: string): ReturnType<DiscordPort['edit']> {
    if (this.refusal) return Promise.resolve(err(this.refusal));
    this.edits.push({ place, text });
    return Promise.resolve(ok(undefined));
  }

  remove(place: DiscordPlace): ReturnType<DiscordPort['remove']> {
    if (this.refusal) return Promise.resolve(err(this.refusal));
    this.removed.push(place);
    return Promise.resolve(ok(undefined));
  }

  rehearseCommand(command: string): ReturnType<DiscordPort['rehearseCommand']> {
    if (this.refusal) return err(this.refusal);
    return command === 'status'
      ? ok({ message: 'A viewer uses /status.' })
      : err(
          new Fault('discord.unknown-command', `Discord offers no /${command}.`, {
            kind: 'configuration',
            status: 'not-found',
          }),
        );
  }
}
