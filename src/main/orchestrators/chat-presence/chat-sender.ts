import type { Component, ComponentContext, MetricReading } from '#core/index.ts';
import type { ChatBridge } from '#main/bridges/ports/index.ts';
import { chatRefused, chatSendFailed, chatSent } from '#shared/catalogue/topics/chat.ts';
import {
  countCharacters,
  err,
  Fault,
  type Clock,
  type JsonObject,
  type Result,
} from '#shared/kernel/index.ts';
import type { ChatDelivery, ChatPlatform } from '#shared/model/index.ts';
import { holdsSecret } from './holds-secret.ts';
import type { OwnMessageNote } from './inbox.ts';
import { OutboundQueue } from './outbound-queue.ts';

export interface SendRequest {
  readonly platform: ChatPlatform;
  readonly text: string;
  readonly replyTo?: string;
  /** The requester: a component id, or the operator. */
  readonly cause: string;
  /** The message that this message answers, for the record. */
  readonly answers?: string;
  /** Sends the text even if it contains a secret, after its owner confirmed. */
  readonly sendAnyway?: boolean;
}

/** Sends chat: one queue per platform, and a record of every message's result. */
export class ChatSender implements Component {
  readonly #queues: ReadonlyMap<ChatPlatform, OutboundQueue>;
  readonly #bridges: readonly ChatBridge[];
  readonly #expectOwn: (note: OwnMessageNote) => void;
  readonly #holdsSecret: (text: string) => boolean;
  #context: ComponentContext | null = null;
  #counts = { sent: 0, refused: 0, failed: 0 };

  constructor(parts: {
    readonly bridges: readonly ChatBridge[];
    readonly clock: Clock;
    /** Called before a message is sent, so that its echo is recognised. */
    readonly expectOwn: (note: OwnMessageNote) => void;
    /** Returns true for a text with a known secret or a token. */
    readonly holdsSecret: (text: string) => boolean;
  }) {
    const { bridges, clock, expectOwn, holdsSecret } = parts;
    this.#holdsSecret = holdsSecret;
    this.#bridges = bridges;
    this.#queues = new Map(bridges.map((bridge) => [bridge.platform, new OutboundQueue(bridge, clock)]));
    this.#expectOwn = expectOwn;
  }

  initialize(context: ComponentContext): void {
    this.#context = context;
    context.setCondition({
      type: 'Open',
      status: 'true',
      reason: 'Sending',
      message: 'Messages are sent as they arrive.',
    });
  }

  cleanup(): void {
    this.#context = null;
    for (const queue of this.#queues.values()) queue.clear();
  }

  /** Returns the platforms that a message can go to, with the obstacle of each. */
  targets(): { platform: ChatPlatform; maxLength: number; obstacle: string | null; queueDepth: number }[] {
    return this.#bridges.map((bridge) => ({
      platform: bridge.platform,
      maxLength: bridge.maxLength,
      obstacle: this.#context ? bridge.sendObstacle : 'The outbox is stopped. Start it to send messages.',
      queueDepth: this.#queues.get(bridge.platform)?.depth ?? 0,
    }));
  }

  /** Sends one message within the length limit, and resolves with the platform's response. Never rejects. */
  async send(request: SendRequest): Promise<Result<ChatDelivery, Fault>> {
    const context = this.#context;
    const bridge = this.#bridges.find((each) => each.platform === request.platform);
    const queue = this.#queues.get(request.platform);
    if (!context || !bridge || !queue) {
      return err(
        new Fault('chat.stopped', 'The outbox is stopped. Start it to send messages.', {
          kind: 'dependency',
          action: { kind: 'start-component', label: 'Start the outbox', target: 'outbox' },
        }),
      );
    }
    const length = countCharacters(request.text);
    if (length > bridge.maxLength) {
      return err(
        new Fault(
          'chat.too-long',
          `The message has ${length} characters; ${request.platform} allows ${bridge.maxLength}. Shorten it.`,
          { kind: 'configuration' },
        ),
      );
    }
    if (request.sendAnyway !== true && this.#holdsSecret(request.text)) return err(holdsSecret('message'));
    this.#expectOwn({
      platform: request.platform,
      text: request.text,
      componentId: request.cause,
      messageId: request.answers ?? null,
    });
    const result = await queue.enqueue(request.text, request.replyTo);
    this.#record(context, request, result);
    return result;
  }

  getFact(): string {
    const waiting = [...this.#queues.values()].reduce((sum, queue) => sum + queue.depth, 0);
    return `${this.#counts.sent} sent · ${waiting} waiting`;
  }

  getMetrics(): readonly MetricReading[] {
    return [...this.#queues].map(([platform, queue]) => ({
      name: `${platform}QueueDepth`,
      unit: 'messages',
      value: queue.depth,
    }));
  }

  getStatus(): JsonObject {
    return { ...this.#counts };
  }

  #record(context: ComponentContext, request: SendRequest, result: Result<ChatDelivery, Fault>): void {
    const data = { platform: request.platform, cause: request.cause, length: countCharacters(request.text) };
    if (!result.ok) {
      this.#counts.failed += 1;
      const { code, message: reason } = result.error;
      context.events.emit(chatSendFailed({ ...data, code }, { reason }));
      return;
    }
    const delivery = result.value;
    const refused = delivery.result === 'refused';
    if (refused) this.#counts.refused += 1;
    else this.#counts.sent += 1;
    const outcome = { ...data, result: delivery.result, messageId: delivery.messageId };
    const words = { reason: delivery.message };
    context.events.emit(refused ? chatRefused(outcome, words) : chatSent(outcome, words));
  }
}
