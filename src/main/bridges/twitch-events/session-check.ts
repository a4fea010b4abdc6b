import type { Clock } from '#shared/kernel/index.ts';
import type { TwitchApi } from '../ports/index.ts';
import type { EventSession } from './event-session.ts';

/** Costs one point of Helix's 800 a minute. */
const checkEveryMs = 60_000;

/**
 * Asks Twitch whether it still delivers: an open link with keepalives proves only that the link is open.
 * After a sleep, one call shows what the silence of the link would show only after a dozen seconds.
 */
export class SessionCheck {
  readonly #api: Pick<TwitchApi, 'listEventSubscriptions'>;
  readonly #session: EventSession;
  readonly #clock: Clock;
  readonly #expected: () => readonly string[];
  readonly #onForgotten: (types: readonly string[]) => void;
  #checkedAt: number;
  /** Types that were missing in Twitch's last answer. */
  #missing: readonly string[] = [];
  #running: Promise<void> | null = null;

  /** Created right after all subscriptions. */
  constructor(options: {
    readonly api: Pick<TwitchApi, 'listEventSubscriptions'>;
    readonly session: EventSession;
    readonly clock: Clock;
    /** The types that Twitch should deliver. */
    readonly expected: () => readonly string[];
    /** Receives the types that Twitch doesn't deliver. */
    readonly onForgotten: (types: readonly string[]) => void;
  }) {
    this.#api = options.api;
    this.#session = options.session;
    this.#clock = options.clock;
    this.#expected = options.expected;
    this.#onForgotten = options.onForgotten;
    this.#checkedAt = options.clock.monotonic();
  }

  /** Milliseconds since Twitch last confirmed the delivery, on the monotonic clock. */
  get ageMs(): number {
    return this.#clock.monotonic() - this.#checkedAt;
  }

  /** Asks when the last answer is a minute old. */
  async whenDue(): Promise<void> {
    if (this.ageMs >= checkEveryMs) await this.now();
  }

  /** Asks now. Concurrent calls share one request. */
  now(): Promise<void> {
    this.#running ??= this.#ask().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #ask(): Promise<void> {
    const { sessionId } = this.#session.socket;
    const moves = this.#session.moves;
    if (sessionId === null) return;
    const listed = await this.#api.listEventSubscriptions(sessionId);
    // A failed request says nothing about the events; Helix has its own health.
    if (!listed.ok) return;
    this.#checkedAt = this.#clock.monotonic();
    if (moves !== this.#session.moves) return;
    const before = this.#missing;
    this.#missing = this.#expected().filter((type) => !listed.value.includes(type));
    // A single missing type counts only after two answers: it may be in the middle of a change.
    const gone =
      listed.value.length === 0 ? this.#missing : this.#missing.filter((type) => before.includes(type));
    if (gone.length > 0) this.#onForgotten(gone);
  }
}
