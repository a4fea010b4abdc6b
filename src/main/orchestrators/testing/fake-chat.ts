import type { ChatPresencePorts } from '../chat-presence/chat-presence-orchestrator.ts';
import { discordChat } from '../chat-presence/platforms/discord.ts';
import { twitchChat } from '../chat-presence/platforms/twitch.ts';
import { FakeChatBridge, FakeDiscordBridge } from './fake-bridges.ts';

/** The ports of all chat platforms, with bridges whose remote side is the test. */
export interface FakeChat {
  readonly ports: Pick<ChatPresencePorts, 'chat' | 'discord'>;
  /** The last created bridge. Throws before there is one. */
  readonly twitch: FakeChatBridge;
  readonly discord: FakeDiscordBridge;
}

export const createFakeChat = (): FakeChat => {
  const made: { twitch?: FakeChatBridge; discord?: FakeDiscordBridge } = {};
  const discord = discordChat(
    ({ deliver, respond }) => (made.discord = new FakeDiscordBridge(deliver, respond)),
  );
  const twitch = twitchChat(({ deliver }) => (made.twitch = new FakeChatBridge('twitch', deliver)));
  const existing = <T>(bridge: T | undefined): T => {
    if (!bridge) throw new Error('The chat bridges were not created');
    return bridge;
  };
  return {
    ports: { chat: [twitch, discord], discord },
    get twitch() {
      return existing(made.twitch);
    },
    get discord() {
      return existing(made.discord);
    },
  };
};
