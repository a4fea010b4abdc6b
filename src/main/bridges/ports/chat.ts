import type { Fault, Result } from '#shared/kernel/index.ts';
import type { ChatDelivery, ChatMessage, ChatPlatform } from '#shared/model/index.ts';
import type { Component } from '#core/component.ts';

/** An outgoing chat message. */
export interface OutboundChat {
  readonly text: string;
  /** The platform's id of the message that this message replies to. */
  readonly replyTo?: string;
  /** Cancels the message when aborted; a message already on the wire can't be recalled. */
  readonly signal?: AbortSignal;
}

/**
 * A chat platform. Each run of the component opens one connection. Messages go to the sink passed at
 * creation.
 */
export interface ChatBridge extends Component {
  readonly platform: ChatPlatform;
  /** Reason why this bridge can't send now (read-only, not connected), as a sentence; null when it can. */
  readonly sendObstacle: string | null;
  /** Maximum number of characters in one message on the platform. */
  readonly maxLength: number;
  /** Sends one message within the length limit. `delivered` only when the platform confirmed it. */
  send(message: OutboundChat): Promise<Result<ChatDelivery, Fault>>;
}

/** Receives the messages of a bridge. Must not throw. */
export type ChatSink = (message: ChatMessage) => void;
