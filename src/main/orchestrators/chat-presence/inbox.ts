import type { Clock } from '#shared/kernel/index.ts';
import { applyChatChange, type ChatChange, type ChatMessage } from '#shared/model/index.ts';

/** How many message ids are remembered against repeats. Twitch repeats within seconds, so thousands are plenty. */
const rememberedIds = 4_000;
/** How many messages are kept for a window that opens now. */
export const keptMessages = 500;
/** Changes that are remembered for messages that arrive after them. */
const rememberedChanges = 200;
/** How long an own message that we sent may take to come back as an echo, milliseconds. */
const echoWindowMs = 15_000;

export interface OwnMessageNote {
  readonly platform: ChatMessage['platform'];
  readonly text: string;
  readonly componentId: string;
  readonly messageId: string | null;
}

/**
 * The one inbox: every message of every platform passes here once. Repeats are recognised by the platform's id, our own
 * messages by their author, and each of ours carries what caused it.
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

  /** Messages left out because their id had been seen. */
  get repeated(): number {
    return this.#repeated;
  }

  /** Takes a message in. Returns it as everybody shall see it, or null when it was a repeat. */
  take(message: ChatMessage): ChatMessage | null {
    const key = `${message.platform}:${message.id}`;
    if (this.#seen.has(key)) {
      this.#repeated += 1;
      return null;
    }
    this.#remember(key);
    this.#received += 1;
    const told = message.own ? { ...message, ownCause: this.#causeOf(message) } : message;
    this.#recent.push(told);
    if (this.#recent.length > keptMessages) this.#recent.shift();
    return told;
  }

  /** Applies a change to the messages that are held. Returns those that it altered, as they are now, oldest first. */
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

  /** Applies the changes that were heard before their message, which was taken in late. Null when there are none. */
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

  /** True when a message is among those that are held. */
  holds({ platform, id }: Pick<ChatMessage, 'platform' | 'id'>): boolean {
    return this.#recent.some((message) => message.id === id && message.platform === platform);
  }

  /** Says what causes a message that is being sent, so that its echo can be told from others. */
  expectOwn(note: OwnMessageNote): void {
    this.#dropStaleEchoes();
    this.#awaitedEchoes.push({ note, at: this.#clock.monotonic() });
  }

  /** The newest messages, oldest first. */
  recent(limit: number): readonly ChatMessage[] {
    return this.#recent.slice(-limit);
  }

  /** Takes the messages of one author out of those that are kept. */
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
