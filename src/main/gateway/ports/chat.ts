import type { ChatMessage, ChatPlatform } from '#shared/model/index.ts';

export interface ChatTarget {
  readonly platform: ChatPlatform;
  readonly title: string;
  readonly maxLength: number;
  /** Why nothing can be sent there now; null when it can. */
  readonly obstacle: string | null;
  readonly queueDepth: number;
}

/** The conversation, as chat-presence offers it. */
export interface ChatPort {
  recent(limit: number): readonly ChatMessage[];
  targets(): readonly ChatTarget[];
  /** Told of each new message, and again, with the same id, of one that was edited or deleted. */
  onMessage(listener: (message: ChatMessage) => void): Disposable;
}
