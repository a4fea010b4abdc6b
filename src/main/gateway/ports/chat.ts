import type { ChatMessage, ChatPlatform } from '#shared/model/index.ts';

export interface ChatTarget {
  readonly platform: ChatPlatform;
  readonly title: string;
  readonly maxLength: number;
  /** The reason why nothing can be sent now; null when sending is possible. */
  readonly obstacle: string | null;
  readonly queueDepth: number;
}

/** Read access to the chat. */
export interface ChatPort {
  recent(limit: number): readonly ChatMessage[];
  targets(): readonly ChatTarget[];
  /**
   * Calls the listener for each new message, and again with the same id when a message is edited or deleted.
   */
  onMessage(listener: (message: ChatMessage) => void): Disposable;
}
