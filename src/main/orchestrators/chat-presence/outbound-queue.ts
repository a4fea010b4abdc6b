import { Fault, err, ok, type Clock, type Result } from '#shared/kernel/index.ts';
import type { ChatDelivery } from '#shared/model/index.ts';
import type { ChatBridge } from '#main/bridges/ports/index.ts';

/** Maximum number of waiting messages; further messages are refused. */
const capacity = 50;
/** Longest wait of a message before it is dropped, because late chat is worse than none. Milliseconds. */
const patienceMs = 30_000;

interface Waiting {
  readonly text: string;
  readonly replyTo: string | undefined;
  readonly queuedAt: number;
  readonly settle: (result: Result<ChatDelivery, Fault>) => void;
}

/** The outgoing queue of one platform: one message at a time, in order, bounded, and each with a result. */
export class OutboundQueue {
  readonly #bridge: ChatBridge;
  readonly #clock: Clock;
  readonly #waiting: Waiting[] = [];
  #sending = false;

  constructor(bridge: ChatBridge, clock: Clock) {
    this.#bridge = bridge;
    this.#clock = clock;
  }

  /** Number of messages waiting or being sent. */
  get depth(): number {
    return this.#waiting.length + (this.#sending ? 1 : 0);
  }

  /** Queues one message within the length limit, and resolves with its result. Never rejects. */
  enqueue(text: string, replyTo?: string): Promise<Result<ChatDelivery, Fault>> {
    if (this.#waiting.length >= capacity) {
      return Promise.resolve(
        err(
          new Fault(
            'chat.queue-full',
            `${capacity} messages are already waiting for ${this.#bridge.platform}. Try again in a moment.`,
            { kind: 'transient' },
          ),
        ),
      );
    }
    return new Promise((resolve) => {
      this.#waiting.push({ text, replyTo, queuedAt: this.#clock.monotonic(), settle: resolve });
      void this.#drain();
    });
  }

  /** Drops all waiting messages when the component stops. */
  clear(): void {
    for (const waiting of this.#waiting.splice(0)) {
      waiting.settle(
        err(
          new Fault('chat.stopped', 'Chat presence was stopped before this message was sent.', {
            kind: 'dependency',
          }),
        ),
      );
    }
  }

  async #drain(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
        next.settle(await this.#sendOne(next));
      }
    } finally {
      this.#sending = false;
    }
  }

  async #sendOne(waiting: Waiting): Promise<Result<ChatDelivery, Fault>> {
    const obstacle = this.#bridge.sendObstacle;
    if (obstacle !== null) return err(new Fault('chat.cannot-send', obstacle, { kind: 'dependency' }));
    if (this.#clock.monotonic() - waiting.queuedAt > patienceMs) {
      return ok({
        result: 'refused',
        messageId: null,
        message: `The message waited more than ${patienceMs / 1_000} s and was dropped.`,
      });
    }
    try {
      return await this.#bridge.send({
        text: waiting.text,
        ...(waiting.replyTo === undefined ? {} : { replyTo: waiting.replyTo }),
      });
    } catch (thrown) {
      return err(Fault.from(thrown, 'chat.send-failed'));
    }
  }
}
