import type { FaultRow, Outcome } from './row.ts';

const notBuilt = (): Promise<Outcome> => Promise.resolve({ seen: 'not built', ok: null });

/** Faults of the Twitch platform beside chat: sign-in, renewal and EventSub. */
export const platformRows: readonly FaultRow[] = [
  { id: 'F8', expected: 'token revoked while connected: sessions ended, secrets wiped, asks', run: notBuilt },
  {
    id: 'F9',
    expected: 'refresh endpoint 500 for 5 min: connection kept, backs off, recovers',
    run: notBuilt,
  },
  { id: 'F10', expected: 'two refreshes at once: one request on the wire', run: notBuilt },
  {
    id: 'F16',
    expected: 'EventSub: no subscription in 10 s (4003): reconnect and subscribe, once',
    run: notBuilt,
  },
  {
    id: 'F17',
    expected: 'EventSub: session_reconnect to a dead address: old kept, then fresh session',
    run: notBuilt,
  },
  {
    id: 'F18',
    expected: 'EventSub: duplicates and disorder: exactly once, order by timestamp',
    run: notBuilt,
  },
];
