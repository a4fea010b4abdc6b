import { hideTokens } from '#shared/kernel/secret-formats.ts';
import { implement } from '@orpc/server';
import { contract, type DiscordOverview } from '#shared/contract/index.ts';
import { heldBack, refused } from './fake-faults.ts';
import type { FakeOperationsOf } from './fake-operations.ts';

const os = implement(contract);

/** The Discord state of the in-memory host, which tests may change. */
export const createFakeDiscord = (now: number) => {
  const overview: DiscordOverview = {
    bot: { id: '100', name: 'Lampyris bot' },
    server: { id: '200', name: 'Glow-worm meadow' },
    channel: { id: '300', name: '#stream-chat' },
    intents: [
      { name: 'Servers', state: 'yes', message: 'See servers and channels.' },
      { name: 'Messages', state: 'yes', message: 'See new, edited and deleted messages.' },
      { name: 'Message Content', state: 'yes', message: 'Read message text.' },
    ],
    permissions: [
      { name: 'View Channel', state: 'yes', message: 'The bot can read the channel.' },
      { name: 'Send Messages', state: 'yes', message: 'The bot can write in the channel.' },
      {
        name: 'Manage Webhooks',
        state: 'no',
        message:
          'Only needed to post under another name and picture. Give the bot “Manage Webhooks” in #stream-chat for that.',
      },
    ],
    signIns: { used: 1, allowed: 10 },
    inviteUrl: 'https://discord.com/oauth2/authorize?client_id=100&scope=bot+applications.commands',
    pretended: true,
    slash: {
      state: 'offered',
      message: 'Discord offers /status, /health.',
      commands: ['status', 'health'],
      answered: 3,
    },
    goLive: {
      enabled: true,
      message: 'The stream was announced in #news.',
      last: {
        id: 'notice-1',
        state: 'posted',
        startedAt: now - 6_130_000,
        seenAt: now,
        postedAt: now - 6_110_000,
        endedAt: null,
        channelId: '301',
        channelTitle: '#news',
        messageId: '900',
        webhookId: null,
        text: 'Lampyris is live.\nGlow-worms at dusk\nJust Chatting\nhttps://twitch.tv/lampyris',
        triedAt: null,
      },
    },
  };
  return {
    overview,
    tests: 0,
    used: [] as string[],
    edited: [] as { readonly messageId: string; readonly text: string }[],
    removed: [] as string[],
    /** The reason why posts are refused; null while they succeed. */
    refusal: null as string | null,
  };
};
export type FakeDiscord = ReturnType<typeof createFakeDiscord>;

/** The read procedures of Discord. */
export const fakeDiscordProcedures = (discord: FakeDiscord) => ({
  overview: os.discord.overview.handler(() => discord.overview),
});

/** The Discord operations of the in-memory host. */
export const fakeDiscordOperations = (discord: FakeDiscord): FakeOperationsOf<'discord'> => {
  const mayDo = (): void => {
    if (discord.refusal !== null) throw refused('fake.refused', discord.refusal);
  };
  const posted = (text: string) => ({
    result: { channelId: '301', channelTitle: '#news', messageId: '901', webhookId: null, text },
  });
  return {
    'discord.try-notice': async () => {
      mayDo();
      discord.tests += 1;
      return posted('Test, nobody is live: Lampyris is live.');
    },
    'discord.post': async ({ text }) => {
      mayDo();
      return posted(text);
    },
    'discord.edit': async ({ messageId, text, sendAnyway }) => {
      mayDo();
      if (!sendAnyway && hideTokens(text) !== text) throw heldBack();
      discord.edited.push({ messageId, text });
      return { result: { message: 'Message edited on Discord.' } };
    },
    'discord.remove': async ({ messageId }) => {
      mayDo();
      discord.removed.push(messageId);
      return { result: { message: 'Message deleted on Discord.' } };
    },
    'discord.rehearse-command': async ({ command }) => {
      discord.used.push(command);
      return { result: { message: `Maple Otter uses /${command}.` } };
    },
  };
};
