import type { Clock } from '#shared/kernel/index.ts';
import type { Scope } from '#shared/kernel/scope.ts';
import { discordLimits } from './limits.ts';

/** Timer delay above which the machine slept or was blocked: the answer may be in the socket, unread. */
const latenessAllowedMs = 1_000;

/** The parts of a link that the watch uses. */
export interface WatchedLink {
  /** Sends a heartbeat. Returns false when there is no connection to send it on. */
  beat(): Promise<boolean>;
}

/**
 * Sends a heartbeat every few seconds to prove that the gateway still answers. discord.js alone would need
 * more than a minute to detect a half-open link. Also measures the round trip.
 */
export class LinkWatch {
  readonly #clock: Clock;
  readonly #link: WatchedLink;
  readonly #onDead: () => void;
  #timer: Disposable | null = null;
  #beatSentAt: number | null = null;
  #answeredAt: number | null = null;
  #latencyMs: number | null = null;

  constructor(options: { clock: Clock; scope: Scope; link: WatchedLink; onDead: () => void }) {
    this.#clock = options.clock;
    this.#link = options.link;
    this.#onDead = options.onDead;
    options.scope.defer('gateway watch', () => this.pause());
  }

  /** Round trip of the last answered heartbeat, milliseconds; null before the first answer on this link. */
  get latencyMs(): number | null {
    return this.#latencyMs;
  }

  /** Milliseconds since the last answer; null before the first on this link. */
  get answerAgeMs(): number | null {
    return this.#answeredAt === null ? null : this.#clock.monotonic() - this.#answeredAt;
  }

  /** Starts the watch when the link is up; sends the first heartbeat immediately. */
  resume(): void {
    this.pause();
    void this.#beat();
  }

  /** Requires a quick heartbeat answer after the machine woke up. Does nothing while the link is down. */
  prove(): void {
    if (this.#timer !== null) void this.#beat(discordLimits.wakeAnswerMs);
  }

  /** Stops the watch while the link is down. */
  pause(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
    this.#beatSentAt = null;
    this.#answeredAt = null;
    this.#latencyMs = null;
  }

  answered(): void {
    // discord.js sends heartbeats too: an answer while none of ours is pending proves life, but measures
    // nothing.
    const now = this.#clock.monotonic();
    this.#answeredAt = now;
    if (this.#beatSentAt === null) return;
    this.#latencyMs = now - this.#beatSentAt;
    this.#beatSentAt = null;
    this.#schedule(discordLimits.beatMs, () => void this.#beat());
  }

  async #beat(answerMs: number = discordLimits.beatAnswerMs): Promise<void> {
    this.#beatSentAt = this.#clock.monotonic();
    const dueAt = this.#beatSentAt + answerMs;
    this.#schedule(answerMs, () => this.#unanswered(dueAt));
    if (!(await this.#link.beat())) this.#dead();
  }

  #unanswered(dueAt: number): void {
    if (this.#clock.monotonic() - dueAt > latenessAllowedMs) void this.#beat(discordLimits.wakeAnswerMs);
    else this.#dead();
  }

  #dead(): void {
    if (this.#timer === null) return;
    this.pause();
    this.#onDead();
  }

  #schedule(delayMs: number, callback: () => void): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.#clock.setTimeout(callback, delayMs);
  }
}
