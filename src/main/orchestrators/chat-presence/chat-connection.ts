import type { ComponentOptions } from '#core/index.ts';
import type { ChatBridge, ChatSink, SlashResponder } from '#main/bridges/ports/index.ts';
import type { ChatPlatform } from '#shared/model/index.ts';

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
  ComponentOptions,
  'description' | 'audience' | 'needs' | 'startTimeoutMs' | 'probe' | 'policy'
>;

/**
 * The chat of one platform: its words, and the way its bridge is made and supervised. Its settings are those that the
 * configuration has under the platform's id.
 */
export interface ChatConnection<TBridge extends ChatBridge = ChatBridge> extends Supervised {
  readonly platform: ChatPlatform;
  /** The id of its component. */
  readonly id: string;
  readonly title: string;
  readonly settingsPath: string;
  readonly create: CreateChatBridge<TBridge>;
}
