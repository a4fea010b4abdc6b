import type { Fault, Result } from '#shared/kernel/index.ts';
import type { ChatDelivery, ChatMessage, ChatPlatform } from '#shared/model/index.ts';
import type { Component } from '#core/component.ts';

/** A message of ours on its way out. */
export interface OutboundChat {
  readonly text: string;
  /** The platform's id of the message this one answers. */
  readonly replyTo?: string;
  /** Gives up when aborted; what was already written to the wire cannot be taken back. */
  readonly signal?: AbortSignal;
}

/** A chat platform: one connection, made anew in each life. Messages go to the sink given when it was made. */
export interface ChatBridge extends Component {
  readonly platform: ChatPlatform;
  /** Why this bridge cannot send at present (read-only, not connected), in a sentence; null when it can. */
  readonly sendObstacle: string | null;
  /** Most characters the platform takes in one message. */
  readonly maxLength: number;
  /** Sends one message that fits. `delivered` only when the platform confirmed it. */
  send(message: OutboundChat): Promise<Result<ChatDelivery, Fault>>;
}

/** Where a bridge puts what it heard. Must not throw. */
export type ChatSink = (message: ChatMessage) => void;
