import type { JsonObject } from '#shared/kernel/index.ts';
import { gatewayOps, intentBits } from './gateway-frames.ts';
import { withoutContent } from './payloads.ts';
import type { Dispatch } from './discord-world.ts';

const maxBufferedDispatches = 1_000;

/** The intent that each event needs. The use of a slash command needs none. */
const neededIntents = (topic: string): number => {
  if (topic === 'INTERACTION_CREATE') return 0;
  return topic.startsWith('MESSAGE_') ? intentBits.guildMessages : intentBits.guilds;
};

interface NumberedFrame {
  readonly sequence: number;
  readonly text: string;
}

/**
 * The state of a client that Discord keeps between its connections: its intents, its sequence number, and the
 * last frames, so that a RESUME delivers the missed ones.
 */
export class GatewaySession {
  readonly id: string;
  readonly intents: number;
  readonly #botId: string;
  #sequence = 0;
  #buffered: NumberedFrame[] = [];
  #write: ((text: string, event: boolean) => void) | null = null;

  constructor(options: { id: string; intents: number; botId: string }) {
    this.id = options.id;
    this.intents = options.intents;
    this.#botId = options.botId;
  }

  get sequence(): number {
    return this.#sequence;
  }

  /**
   * Connects the session to a socket. `event` is true for an event, false for a message about the session
   * itself.
   */
  attach(write: (text: string, event: boolean) => void): void {
    this.#write = write;
  }

  detach(): void {
    this.#write = null;
  }

  /** Sends a frame to the client, or keeps it until the client resumes. */
  deliver(topic: unknown, data: unknown): void {
    this.#sequence += 1;
    const text = JSON.stringify({ op: gatewayOps.dispatch, t: topic, s: this.#sequence, d: data });
    this.#buffered = [...this.#buffered.slice(1 - maxBufferedDispatches), { sequence: this.#sequence, text }];
    this.#write?.(text, typeof topic === 'string' && topic.startsWith('MESSAGE_'));
  }

  /** Dispatches a change of the world, as far as the intents allow. */
  dispatch(dispatch: Dispatch): void {
    const needed = neededIntents(dispatch.topic);
    if (needed !== 0 && (this.intents & needed) === 0) return;
    this.deliver(dispatch.topic, this.#visible(dispatch));
  }

  /** True when all frames after `sequence` are still kept. */
  canReplay(sequence: number): boolean {
    if (sequence > this.#sequence) return false;
    const oldest = this.#buffered[0]?.sequence ?? this.#sequence + 1;
    return sequence + 1 >= oldest;
  }

  replay(sequence: number): void {
    for (const frame of this.#buffered) {
      if (frame.sequence > sequence) this.#write?.(frame.text, false);
    }
  }

  #visible(dispatch: Dispatch): JsonObject {
    if (!dispatch.message || (this.intents & intentBits.messageContent) !== 0) return dispatch.data;
    const { author, mentions } = dispatch.message;
    const concernsBot = author.id === this.#botId || mentions.some((user) => user.id === this.#botId);
    return concernsBot ? dispatch.data : withoutContent(dispatch.data);
  }
}
