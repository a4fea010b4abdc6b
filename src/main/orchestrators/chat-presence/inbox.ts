import type { Clock } from '#shared/kernel/index.ts';
import { applyChatChange, type ChatChange, type ChatMessage } from '#shared/model/index.ts';

/** Message ids remembered to detect repeats. Twitch repeats within seconds, so thousands are enough. */
const rememberedIds = 4_000;
/** Messages kept for a window that opens. */
export const keptMessages = 500;
/** Changes remembered for messages that arrive after them. */
const rememberedChanges = 200;
/** Time for one of our messages to return as an echo, milliseconds. */
const echoWindowMs = 15_000;

export interface OwnMessageNote {
  readonly platform: ChatMessage['platform'];
  readonly text: string;
  readonly componentId: string;
  readonly messageId: string | null;
}

/**
 * The only inbox: every message of every platform passes here once. Repeats are recognised by the platform's
 * id, our own messages by their author, and each of our messages carries its cause.
 */
export class Inbox {
  readonly #clock: Clock;
  readonly #seen = new Set<string>();
  readonly #recent: ChatMessage[] = [];
  readonly #changes: ChatChange[] = [];
  readonly #awaitedEchoes: { note: OwnMessageNote; at: number }[] = [];
  #received = 0;
  #repeated = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get received(): number {
    return this.#received;
  }

  /** Number of messages dropped as repeats. */
  get repeated(): number {
    return this.#repeated;
  }

  /** Accepts a message. Returns it in its final form, or null for a repeat. */
  take(message: ChatMessage): ChatMessage | null {
    const key = `${message.platform}:${message.id}`;
    if (this.#seen.has(key)) {
      this.#repeated += 1;
      return null;
    }
    this.#remember(key);
    this.#received += 1;
    const stored = message.own ? { ...message, ownCause: this.#causeOf(message) } : message;
    this.#recent.push(stored);
    if (this.#recent.length > keptMessages) this.#recent.shift();
    return stored;
  }

  /**
   * Applies a change to the stored messages. Returns the altered messages in their new form, oldest first.
   */
  change(change: ChatChange): readonly ChatMessage[] {
    if (this.#changes.length >= rememberedChanges) this.#changes.shift();
    this.#changes.push(change);
    const altered: ChatMessage[] = [];
    this.#recent.forEach((message, index) => {
      const after = applyChatChange(message, change);
      if (after === null) return;
      this.#recent[index] = after;
      altered.push(after);
    });
    return altered;
  }

  /** Applies changes that arrived before their message. Returns null when there are none. */
  catchUp(message: ChatMessage): ChatMessage | null {
    const after = this.#changes.reduce(
      (before, change) => applyChatChange(before, change) ?? before,
      message,
    );
    if (after === message) return null;
    const index = this.#recent.lastIndexOf(message);
    if (index >= 0) this.#recent[index] = after;
    return after;
  }

  /** Returns true when the message is in memory. */
  holds({ platform, id }: Pick<ChatMessage, 'platform' | 'id'>): boolean {
    return this.#recent.some((message) => message.id === id && message.platform === platform);
  }

  /** Registers the cause of a message that is being sent, so that its echo is recognised. */
  expectOwn(note: OwnMessageNote): void {
    this.#dropStaleEchoes();
    this.#awaitedEchoes.push({ note, at: this.#clock.monotonic() });
  }

  /** Returns the newest messages, oldest first. */
  recent(limit: number): readonly ChatMessage[] {
    return this.#recent.slice(-limit);
  }

  /** Removes the messages of one author from memory. */
  forget(platform: string, userId: string): void {
    const others = this.#recent.filter(
      (message) => message.platform !== platform || message.userId !== userId,
    );
    this.#recent.splice(0, this.#recent.length, ...others);
  }

  #remember(key: string): void {
    this.#seen.add(key);
    if (this.#seen.size <= rememberedIds) return;
    const oldest = this.#seen.values().next();
    if (!oldest.done) this.#seen.delete(oldest.value);
  }

  #causeOf(message: ChatMessage): ChatMessage['ownCause'] {
    this.#dropStaleEchoes();
    const index = this.#awaitedEchoes.findIndex(
      ({ note }) => note.platform === message.platform && note.text === message.text,
    );
    if (index < 0) return null;
    const [echo] = this.#awaitedEchoes.splice(index, 1);
    return echo ? { componentId: echo.note.componentId, messageId: echo.note.messageId } : null;
  }

  #dropStaleEchoes(): void {
    const oldest = this.#clock.monotonic() - echoWindowMs;
    while (this.#awaitedEchoes[0] && this.#awaitedEchoes[0].at < oldest) this.#awaitedEchoes.shift();
  }
}
