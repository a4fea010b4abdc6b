import type { Disturbance, LedgerEntry, Outage, RehearsalServer } from '#shared/model/index.ts';

/** Which bridge loses its connection when a server is disturbed. */
const bridgeOf: Readonly<Record<RehearsalServer, string>> = {
  twitch: 'twitch-chat',
  'twitch-platform': 'twitch-events',
  discord: 'discord',
  obs: 'obs:main',
};

/** Faults that end a connection; the others make it slow, or are dealt with while it lasts. */
const endsConnection: ReadonlySet<string> = new Set(['refuse', 'cut', 'freeze', 'close', 'kick']);
/** Faults that a bridge may live through by moving to a new connection in time, or that end only some connections. */
const mayEndConnection: ReadonlySet<string> = new Set([
  'reconnect',
  'withhold-pong',
  'withhold-acks',
  'refuse-sign-ins',
  'invalid-session',
  'malformed',
  'oversized',
]);

/** A dead link is noticed within this, milliseconds; the rest is the machine being busy. */
export const noticedWithinMs = 10_500;

/**
 * Lays the rehearsal's own record beside the outage ledger, newest first. The two know nothing of each other. A
 * disturbance that follows another one while their bridge is still away is told by the same outage.
 */
export const compareWithLedger = (
  record: readonly Disturbance[],
  outages: readonly Outage[],
  now: number,
): readonly LedgerEntry[] => {
  const explained = new Set<Outage>();
  const entries = record.map((disturbance): LedgerEntry => {
    const { server, fault, at } = disturbance;
    const must = endsConnection.has(fault);
    if (!must && !mayEndConnection.has(fault)) return { verdict: 'lived-through', disturbance, outage: null };
    const ofBridge = outages.filter(({ componentId }) => componentId === bridgeOf[server]);
    const begun = ofBridge.find(
      (outage) =>
        !explained.has(outage) && outage.startedAt >= at && outage.startedAt <= at + noticedWithinMs,
    );
    const outage =
      begun ??
      ofBridge.find(({ startedAt, endedAt }) => startedAt < at && (endedAt === null || endedAt > at));
    if (!outage) {
      const overdue = now - at > noticedWithinMs ? 'unseen' : 'awaited';
      return { verdict: must ? overdue : 'lived-through', disturbance, outage: null };
    }
    explained.add(outage);
    return { verdict: 'matched', disturbance, outage };
  });
  const unexplained = outages
    .filter((outage) => !explained.has(outage))
    .map((outage): LedgerEntry => ({ verdict: 'unexplained', disturbance: null, outage }));
  const instantOf = ({ disturbance, outage }: LedgerEntry): number =>
    disturbance?.at ?? outage?.startedAt ?? 0;
  return [...entries, ...unexplained].sort((left, right) => instantOf(right) - instantOf(left));
};
