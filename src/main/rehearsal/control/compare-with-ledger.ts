import type { Disturbance, LedgerEntry, Outage, RehearsalServer } from '#shared/model/index.ts';
import type { RehearsedComponents } from './rehearsed-components.ts';

/**
 * Faults that end a connection. The other faults slow it down, or are handled while the connection stays up.
 */
const endsConnection: ReadonlySet<string> = new Set(['refuse', 'cut', 'freeze', 'close', 'kick', 'take-out']);
/**
 * Faults that may or may not cause an outage: a bridge can move to a new connection in time, only some
 * connections end, or only new connections fail.
 */
const mayEndConnection: ReadonlySet<string> = new Set([
  'reconnect',
  'withhold-hello',
  'withhold-join',
  'withhold-pong',
  'withhold-acks',
  'refuse-sign-ins',
  'invalid-session',
  'fail-requests',
  'captive-portal',
  'malformed',
  'oversized',
]);

/**
 * Milliseconds until a dead connection is noticed, with half a second added for a busy machine. Twitch may
 * send no events for 10 s, and a client of EventSub must not send anything.
 */
export const noticedWithinMs = (server: RehearsalServer): number =>
  server === 'twitch-platform' ? 14_500 : 10_500;

/** Milliseconds until silently dropped subscriptions are noticed: Twitch is asked for them every minute. */
const subscriptionCheckMs = 70_000;

/**
 * Returns for how many milliseconds after its end a fault can still cause an outage; null when it ends no
 * connection.
 */
const detectionTimeOf = ({ server, fault }: Disturbance): number | null => {
  if (server === 'twitch-platform' && fault === 'drop-events') return subscriptionCheckMs;
  return endsConnection.has(fault) || mayEndConnection.has(fault) ? noticedWithinMs(server) : null;
};

/** Returns the first outage of each bridge. */
const firstOfEach = (oldestFirst: readonly Outage[]): readonly Outage[] =>
  oldestFirst.filter(
    ({ componentId }, index) => oldestFirst.findIndex((other) => other.componentId === componentId) === index,
  );

/**
 * Compares the faults that the rehearsal injected with the outage ledger, newest first. The two records are
 * independent. A fault that starts while its bridge is still down shares the outage of the earlier fault. A
 * lasting fault can have several outages.
 */
export const compareWithLedger = (
  record: readonly Disturbance[],
  outages: readonly Outage[],
  now: number,
  components: RehearsedComponents,
): readonly LedgerEntry[] => {
  const explained = new Set<Outage>();
  const oldestFirst = outages.toSorted((left, right) => left.startedAt - right.startedAt);
  const startedDuring = (disturbance: Disturbance): Outage[] => {
    const { server, at, until } = disturbance;
    const lastStartAt = Math.max(at, until ?? now) + (detectionTimeOf(disturbance) ?? 0);
    return oldestFirst.filter(
      (outage) =>
        components[server].bridges.includes(outage.componentId) &&
        !explained.has(outage) &&
        outage.startedAt >= at &&
        outage.startedAt <= lastStartAt,
    );
  };
  const caused = new Map<Disturbance, Outage[]>();
  const assign = (disturbance: Disturbance, found: readonly Outage[]): void => {
    caused.set(disturbance, [...(caused.get(disturbance) ?? []), ...found]);
    for (const outage of found) explained.add(outage);
  };
  const ending = record.filter((disturbance) => detectionTimeOf(disturbance) !== null);
  // Momentary faults claim their outage first. Lasting faults follow, latest first, because a lasting fault
  // can cause any outage during its time.
  const lasting = ending.filter(({ at, until }) => until === null || until > at).toReversed();
  for (const disturbance of [...ending.filter((each) => !lasting.includes(each)), ...lasting])
    assign(disturbance, firstOfEach(startedDuring(disturbance)));
  for (const disturbance of lasting) assign(disturbance, startedDuring(disturbance));

  // A fault that started while the bridge was already down shares the open outage.
  for (const disturbance of ending) {
    if (caused.get(disturbance)?.length !== 0) continue;
    const openOutage = outages.find(
      ({ componentId, startedAt, endedAt }) =>
        components[disturbance.server].bridges.includes(componentId) &&
        startedAt < disturbance.at &&
        (endedAt === null || endedAt > disturbance.at),
    );
    if (openOutage) assign(disturbance, [openOutage]);
  }

  const entries = record.flatMap((disturbance): LedgerEntry[] => {
    const { server, fault, at } = disturbance;
    const found = caused.get(disturbance) ?? [];
    if (found.length > 0) return found.map((outage) => ({ verdict: 'matched', disturbance, outage }));
    if (!endsConnection.has(fault)) return [{ verdict: 'lived-through', disturbance, outage: null }];
    const verdict = now - at > noticedWithinMs(server) ? 'unseen' : 'awaited';
    return [{ verdict, disturbance, outage: null }];
  });
  const unexplained = outages
    .filter((outage) => !explained.has(outage))
    .map((outage): LedgerEntry => ({ verdict: 'unexplained', disturbance: null, outage }));
  const instantOf = ({ disturbance, outage }: LedgerEntry): number =>
    disturbance?.at ?? outage?.startedAt ?? 0;
  return [...entries, ...unexplained].sort((left, right) => instantOf(right) - instantOf(left));
};
