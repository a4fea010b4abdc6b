import { createCountingIds, createSeededRandom, type Clock } from '#shared/kernel/index.ts';
import type { ChatMessage } from '#shared/model/index.ts';
import { createSystemClock } from '#shared/kernel/system-clock.ts';
import { createTwitchRehearsal, type TwitchRehearsalServer } from '#main/rehearsal/twitch/index.ts';
import type { CastMember } from '#main/rehearsal/platform-ports.ts';
import type { ChatBridge } from '#main/bridges/ports/index.ts';
import { createComponentHarness, type ComponentHarness } from '../../testing/component-harness.ts';
import {
  createTwitchChatBridge,
  type TwitchChatOptions,
  type TwitchChatPlace,
} from '../twitch-chat-bridge.ts';

export const mapleOtter: CastMember = {
  login: 'maple_otter',
  displayName: 'Maple_Otter',
  color: '#1E90FF',
  roles: ['subscriber'],
};

/** The real bridge against the simulated Twitch, with a record of its output. */
export interface TwitchStage extends AsyncDisposable {
  readonly server: TwitchRehearsalServer;
  readonly bridge: ChatBridge;
  readonly harness: ComponentHarness;
  readonly heard: ChatMessage[];
}

export const openTwitchStage = async (
  options: {
    readonly clock?: Clock;
    readonly anonymous?: boolean;
    readonly accountRoles?: CastMember['roles'];
    readonly bridge?: Partial<TwitchChatPlace> & Partial<TwitchChatOptions>;
  } = {},
): Promise<TwitchStage> => {
  const clock = options.clock ?? createSystemClock();
  const server = await createTwitchRehearsal({
    clock,
    random: createSeededRandom(3),
    ids: createCountingIds('twitch'),
    ...(options.accountRoles ? { accountRoles: options.accountRoles } : {}),
  });
  const heard: ChatMessage[] = [];
  const place: TwitchChatPlace = {
    url: server.chatUrl,
    channel: server.channel,
    login: options.anonymous ? null : server.account.login,
    readToken: () => Promise.resolve(server.account.token),
    ...options.bridge,
  };
  const bridge = createTwitchChatBridge({
    readPlace: () => place,
    deliver: (message) => void heard.push(message),
    ...options.bridge,
  });
  return {
    server,
    bridge,
    heard,
    harness: createComponentHarness({ id: 'twitch-chat', clock }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
};
