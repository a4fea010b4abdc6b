import type { ComponentOptions } from '#core/index.ts';
import type { ChatBridge, ChatSink, SlashResponder } from '#main/bridges/ports/index.ts';
import type { ChatPlatform } from '#shared/model/index.ts';

/** Hooks that a chat bridge is created with. */
export interface ChatBridgeHooks {
  readonly deliver: ChatSink;
  /** Answers the commands that a platform offers in a list. */
  readonly respond: SlashResponder;
  /** Settings section of the connection, for the buttons of its faults. */
  readonly settingsPath: string;
}

export type CreateChatBridge<TBridge extends ChatBridge = ChatBridge> = (hooks: ChatBridgeHooks) => TBridge;

type Supervised = Pick<
  ComponentOptions,
  'description' | 'audience' | 'needs' | 'startTimeoutMs' | 'probe' | 'policy'
>;

/**
 * The chat of one platform: its texts, and how its bridge is created and supervised. Its settings are in the
 * configuration under the platform's id.
 */
export interface ChatConnection<TBridge extends ChatBridge = ChatBridge> extends Supervised {
  readonly platform: ChatPlatform;
  /** Id of its component. */
  readonly id: string;
  readonly title: string;
  readonly settingsPath: string;
  readonly create: CreateChatBridge<TBridge>;
}
