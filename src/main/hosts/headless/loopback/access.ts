import type { Clock } from '#shared/kernel/index.ts';
import type { Audience } from '#main/gateway/index.ts';
import type { DockRegistry } from '../docks/dock-registry.ts';
import { attemptWindowMs, ticketLifetimeMs, type LoopbackGuards } from './guards/index.ts';
import { createToken } from './token.ts';

/** The authenticated caller. */
export interface Identity {
  readonly audience: Audience;
  /** `browser` for a session, `api` for the owner's token itself. */
  readonly caller: 'browser' | 'api';
  /** Id of the dock; null for the owner. */
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

/** Limits of sessions and tickets, which are only in memory. The oldest is dropped beyond the limit. */
const maxSessions = 64;
const maxTickets = 64;

/** The open sessions of this process. They outlive a switch of mode, so that a window stays signed in. */
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
  /** The window's token, which only opens sessions and ends with the process. */
  readonly windowToken: string;
  readonly sessions: Sessions;
  readonly docks: DockRegistry;
  readonly clock: Clock;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly guards: Pick<LoopbackGuards, 'tokensEqual' | 'isTicketUsable' | 'areTooManyAttempts'>;
  /** Called after too many failed attempts, with the milliseconds for which new connections are refused. */
  readonly onLocked: (lockedForMs: number) => void;
}

/**
 * Tokens, sessions and tickets (rules 4 and 8): the window's token opens a session, a session issues tickets,
 * a ticket opens one socket. Everything except the owner's token ends with the program.
 */
export class Access {
  readonly #options: AccessOptions;
  #tickets: Ticket[] = [];
  #failedAt: number[] = [];
  #lockedUntil = -Infinity;

  constructor(options: AccessOptions) {
    this.#options = options;
  }

  /** True while every new connection is refused. */
  get locked(): boolean {
    return this.#options.clock.monotonic() < this.#lockedUntil;
  }

  /**
   * Opens a session for a window's, an owner's or a dock's token. Null for any other token, which counts as a
   * failure.
   */
  openSession(token: string): { readonly session: string; readonly audience: Audience } | null {
    const { windowToken, ownerToken, docks } = this.#options;
    // Every token is compared, so that the time does not reveal which kind matched.
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

  /** Returns the identity of a session token. Null for an unknown token, which counts as a failure. */
  session(token: string): Identity | null {
    return this.#find(this.#options.sessions.all, token)?.identity ?? this.#fail();
  }

  /** Issues a ticket for one socket of the same identity. */
  issueTicket(identity: Identity): string {
    const token = createToken(this.#options.randomBytes);
    const issuedAt = this.#options.clock.monotonic();
    const fresh = this.#tickets.filter((ticket) => issuedAt - ticket.issuedAt <= ticketLifetimeMs);
    this.#tickets = [...fresh, { identity, token, issuedAt, used: false }].slice(-maxTickets);
    return token;
  }

  /** Redeems a ticket. Null for an unknown, used or expired ticket, which counts as a failure. */
  redeemTicket(token: string): Identity | null {
    const ticket = this.#find(this.#tickets, token);
    const now = this.#options.clock.monotonic();
    if (ticket === undefined || !this.#options.guards.isTicketUsable(ticket, now)) return this.#fail();
    ticket.used = true;
    return ticket.identity;
  }

  /** Returns the identity of an API call: a script with the owner's token, or a browser with a session. */
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
    // Grants of a dock end with the dock.
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
