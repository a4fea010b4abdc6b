import type { ComponentOptions } from '#core/index.ts';
import type { ChatBridge, ChatSink, SlashResponder } from '#main/bridges/ports/index.ts';
import type { ChatPlatform } from '#shared/model/index.ts';
import type { ChatPresenceConfig } from './config.ts';

/** The things that a chat bridge is made with. */
export interface ChatBridgeHooks {
  readonly deliver: ChatSink;
  /** Answers the commands that a platform offers from a list. */
  readonly respond: SlashResponder;
  /** The settings section of the connection, for the buttons of its faults. */
  readonly settingsPath: string;
}

export type CreateChatBridge<TBridge extends ChatBridge = ChatBridge> = (hooks: ChatBridgeHooks) => TBridge;

type Supervised = Pick<
  ComponentOptions<ChatPresenceConfig>,
  'description' | 'audience' | 'needs' | 'restartOn' | 'startTimeoutMs' | 'probe' | 'policy'
>;

/** The chat of one platform: its words, its settings, and the way its bridge is made and supervised. */
export interface ChatConnection<TBridge extends ChatBridge = ChatBridge> extends Supervised {
  readonly platform: ChatPlatform;
  /** The id of its component. */
  readonly id: string;
  readonly title: string;
  readonly settingsPath: string;
  /** True while the settings want it. */
  readonly enabled: (config: ChatPresenceConfig) => boolean;
  readonly create: CreateChatBridge<TBridge>;
}
