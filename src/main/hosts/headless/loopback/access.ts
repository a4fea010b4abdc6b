import type { Clock } from '#shared/kernel/index.ts';
import type { Audience } from '#main/gateway/index.ts';
import type { DockRegistry } from '../docks/dock-registry.ts';
import { attemptWindowMs, ticketLifetimeMs, type LoopbackGuards } from './guards/index.ts';
import { createToken } from './token.ts';

/** Who was recognised. */
export interface Identity {
  readonly audience: Audience;
  /** `browser` came through a session, `api` brought the owner's token itself. */
  readonly caller: 'browser' | 'api';
  /** Which dock it is; null for the owner. */
  readonly dock: string | null;
}

interface Grant {
  readonly identity: Identity;
  readonly token: string;
}

interface Ticket extends Grant {
  readonly issuedAt: number;
  used: boolean;
}

/** Kept in memory only and bounded: the oldest goes when one more is given out. */
const maxSessions = 64;
const maxTickets = 64;

/** The open sessions of this process: when the program begins anew within it, a window stays let in. */
export class Sessions {
  #open: readonly Grant[] = [];

  get all(): readonly Grant[] {
    return this.#open;
  }

  add(session: Grant): void {
    this.#open = [...this.#open, session].slice(-maxSessions);
  }
}

export interface AccessOptions {
  /** The owner's token for scripts. */
  readonly ownerToken: string;
  /** The window's token: opens a session and nothing else, and dies with the process. */
  readonly windowToken: string;
  readonly sessions: Sessions;
  readonly docks: DockRegistry;
  readonly clock: Clock;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly guards: Pick<LoopbackGuards, 'tokensEqual' | 'isTicketUsable' | 'areTooManyAttempts'>;
  /** Called when too many attempts failed, with how long new connections are refused. */
  readonly onLocked: (lockedForMs: number) => void;
}

/**
 * Tokens, sessions and tickets (rules 4 and 8): the window's token buys a session, a session buys tickets, a ticket opens one
 * socket. Everything but the owner's token is gone when the program ends.
 */
export class Access {
  readonly #options: AccessOptions;
  #tickets: Ticket[] = [];
  #failedAt: number[] = [];
  #lockedUntil = -Infinity;

  constructor(options: AccessOptions) {
    this.#options = options;
  }

  /** While true, new connections are refused unheard. */
  get locked(): boolean {
    return this.#options.clock.monotonic() < this.#lockedUntil;
  }

  /** Opens a session for a window's, an owner's or a dock's token; null, and counted, for anything else. */
  openSession(token: string): { readonly session: string; readonly audience: Audience } | null {
    const { windowToken, ownerToken, docks } = this.#options;
    // All are always compared, so that the time does not tell which kind came near.
    const owner = [windowToken, ownerToken].filter((candidate) => this.#equal(token, candidate)).length > 0;
    const dock = docks.find(token);
    if (!owner && dock === null) return this.#fail();
    const session = createToken(this.#options.randomBytes);
    const identity: Identity = owner
      ? { audience: 'owner', caller: 'browser', dock: null }
      : { audience: 'dock', caller: 'browser', dock };
    this.#options.sessions.add({ identity, token: session });
    return { session, audience: identity.audience };
  }

  /** Who a session token belongs to; null, and counted, when it is none. */
  session(token: string): Identity | null {
    return this.#find(this.#options.sessions.all, token)?.identity ?? this.#fail();
  }

  /** A ticket for one socket of the same audience. */
  issueTicket(identity: Identity): string {
    const token = createToken(this.#options.randomBytes);
    const issuedAt = this.#options.clock.monotonic();
    const fresh = this.#tickets.filter((ticket) => issuedAt - ticket.issuedAt <= ticketLifetimeMs);
    this.#tickets = [...fresh, { identity, token, issuedAt, used: false }].slice(-maxTickets);
    return token;
  }

  /** Spends a ticket; null, and counted, when it is none, spent or too old. */
  redeemTicket(token: string): Identity | null {
    const ticket = this.#find(this.#tickets, token);
    const now = this.#options.clock.monotonic();
    if (ticket === undefined || !this.#options.guards.isTicketUsable(ticket, now)) return this.#fail();
    ticket.used = true;
    return ticket.identity;
  }

  /** Who calls the API with this token: a script with the owner's token, or a browser with its session's. */
  api(token: string): Identity | null {
    const session = this.#find(this.#options.sessions.all, token);
    if (this.#equal(token, this.#options.ownerToken)) return { audience: 'owner', caller: 'api', dock: null };
    return session?.identity ?? this.#fail();
  }

  #equal(left: string, right: string): boolean {
    return this.#options.guards.tokensEqual(left, right);
  }

  #find<T extends Grant>(grants: readonly T[], token: string): T | undefined {
    const found = grants.filter((grant) => this.#equal(token, grant.token)).at(-1);
    // What was given to a dock ends with the dock.
    const dock = found?.identity.dock ?? null;
    return dock === null || this.#options.docks.has(dock) ? found : undefined;
  }

  #fail(): null {
    const now = this.#options.clock.monotonic();
    this.#failedAt = [...this.#failedAt.filter((at) => now - at < attemptWindowMs), now].slice(-100);
    if (this.locked || !this.#options.guards.areTooManyAttempts(this.#failedAt, now)) return null;
    this.#lockedUntil = now + attemptWindowMs;
    this.#failedAt = [];
    this.#options.onLocked(attemptWindowMs);
    return null;
  }
}
