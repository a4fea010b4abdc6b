import type { EventSubHub } from './eventsub-hub.ts';
import type { PlatformSwitches } from './platform-server-faults.ts';
import type { PlatformAnswer } from './oauth-routes.ts';
import type { IssuedToken } from './tokens.ts';
import type { PlatformUser, PlatformWorld } from './platform-world.ts';

export interface HelixRequest {
  readonly method: string;
  /** Path without `/helix/`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly token: IssuedToken;
}

/** The chat of the same simulated Twitch, where the effects of Helix requests are visible. */
export interface PlatformChat {
  /** Sends a message as one of our accounts and returns its id. */
  say(sender: PlatformUser, text: string, replyTo: string | null): string;
  /** Deletes a message. Returns false when it does not exist. */
  deleteMessage(id: string): boolean;
  /** Times a viewer out for a number of seconds; null bans the viewer. */
  silence(user: PlatformUser, seconds: number | null): void;
}

export interface HelixWorld {
  readonly world: PlatformWorld;
  readonly hub: EventSubHub;
  readonly switches: PlatformSwitches;
  readonly onSent: (text: string) => void;
  readonly chat: PlatformChat | null;
}

export const helixError = (status: number, error: string, message: string): PlatformAnswer => ({
  status,
  body: { error, status, message },
});

export const badRequest = (message: string): PlatformAnswer => helixError(400, 'Bad Request', message);
export const data = (rows: readonly unknown[], more: object = {}): PlatformAnswer => ({
  status: 200,
  body: { data: rows, ...more },
});
export const nothing: PlatformAnswer = { status: 204, body: null };

export const lacksScope = (token: IssuedToken, ...anyOf: string[]): PlatformAnswer | null =>
  anyOf.some((scope) => token.scopes.includes(scope))
    ? null
    : helixError(401, 'Unauthorized', `Missing scope: ${anyOf.join(' or ')}`);

/** Returns one page of the rows. The cursor is the start of the next page. */
export const page = <T>(
  rows: readonly T[],
  query: URLSearchParams,
): { rows: readonly T[]; pagination: object } => {
  const size = Math.min(Number(query.get('first') ?? 20) || 20, 100);
  const from = Number(query.get('after') ?? 0) || 0;
  const rest = rows.length > from + size;
  return { rows: rows.slice(from, from + size), pagination: rest ? { cursor: String(from + size) } : {} };
};
