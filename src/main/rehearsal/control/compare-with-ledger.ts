import type { Disturbance, Outage, RehearsalServer } from '#shared/model/index.ts';

/** Which bridge loses its connection when a server is disturbed. */
const bridgeOf: Readonly<Record<RehearsalServer, string>> = {
  twitch: 'twitch-chat',
  'twitch-platform': 'twitch-events',
  discord: 'discord',
  obs: 'obs:main',
};

/** Faults that end a connection; the others make it slow, or are dealt with while it lasts. */
const endsConnection: ReadonlySet<string> = new Set(['refuse', 'cut', 'freeze', 'close', 'kick']);
/** Faults that a bridge may live through by moving to a new connection in time. */
const mayEndConnection: ReadonlySet<string> = new Set(['reconnect', 'withhold-pong', 'withhold-acks']);

/** A dead link is noticed within this, milliseconds; the rest is the machine being busy. */
const noticedWithinMs = 10_500;

export interface Comparison {
  /** Disturbances that ended a connection, with the outage that the ledger has of each. */
  readonly matched: readonly { readonly disturbance: Disturbance; readonly outage: Outage }[];
  /** Disturbances that must have ended a connection and that the ledger knows nothing of. */
  readonly unseen: readonly Disturbance[];
  /** Outages that nobody caused on purpose. */
  readonly unexplained: readonly Outage[];
}

/** Lays the rehearsal's own record beside the outage ledger. The two know nothing of each other. */
export const compareWithLedger = (record: readonly Disturbance[], outages: readonly Outage[]): Comparison => {
  const left = new Set(outages);
  const matched: { disturbance: Disturbance; outage: Outage }[] = [];
  const unseen: Disturbance[] = [];
  for (const disturbance of record) {
    const { server, fault, at } = disturbance;
    const must = endsConnection.has(fault);
    if (!must && !mayEndConnection.has(fault)) continue;
    const outage = [...left].find(
      ({ componentId, startedAt }) =>
        componentId === bridgeOf[server] && startedAt >= at && startedAt <= at + noticedWithinMs,
    );
    if (outage) {
      left.delete(outage);
      matched.push({ disturbance, outage });
    } else if (must) {
      unseen.push(disturbance);
    }
  }
  return { matched, unseen, unexplained: [...left] };
};
