import type { Disturbance, LedgerEntry, Outage, RehearsalServer } from '#shared/model/index.ts';
import type { RehearsedComponents } from './rehearsed-components.ts';

/** Faults that end a connection; the others make it slow, or are dealt with while it lasts. */
const endsConnection: ReadonlySet<string> = new Set(['refuse', 'cut', 'freeze', 'close', 'kick', 'take-out']);
/**
 * Faults that a bridge may live through by moving to a new connection in time, that end only some connections, or that
 * keep only new ones from being made.
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
 * How soon a dead link is noticed, milliseconds, with half a second more for a busy machine. Twitch's events may be silent
 * for 10 s by themselves, and whoever listens may send nothing.
 */
export const noticedWithinMs = (server: RehearsalServer): number =>
  server === 'twitch-platform' ? 14_500 : 10_500;

/** Subscriptions that are lost without a word: Twitch is asked about them every minute. */
const askedWithinMs = 70_000;

/** How long after its end a fault still shows, milliseconds; null for one that ends no connection. */
const reachOf = ({ server, fault }: Disturbance): number | null => {
  if (server === 'twitch-platform' && fault === 'drop-events') return askedWithinMs;
  return endsConnection.has(fault) || mayEndConnection.has(fault) ? noticedWithinMs(server) : null;
};

/** The first outage of each bridge. */
const firstOfEach = (oldestFirst: readonly Outage[]): readonly Outage[] =>
  oldestFirst.filter(
    ({ componentId }, index) => oldestFirst.findIndex((other) => other.componentId === componentId) === index,
  );

/**
 * Lays the rehearsal's own record beside the outage ledger, newest first. The two know nothing of each other. A
 * disturbance that follows another one while their bridge is still away is told by the same outage; one that lasts may
 * be told by several.
 */
export const compareWithLedger = (
  record: readonly Disturbance[],
  outages: readonly Outage[],
  now: number,
  components: RehearsedComponents,
): readonly LedgerEntry[] => {
  const explained = new Set<Outage>();
  const oldestFirst = outages.toSorted((left, right) => left.startedAt - right.startedAt);
  const begunIn = (disturbance: Disturbance): Outage[] => {
    const { server, at, until } = disturbance;
    const over = Math.max(at, until ?? now) + (reachOf(disturbance) ?? 0);
    return oldestFirst.filter(
      (outage) =>
        components[server].bridges.includes(outage.componentId) &&
        !explained.has(outage) &&
        outage.startedAt >= at &&
        outage.startedAt <= over,
    );
  };
  const caused = new Map<Disturbance, Outage[]>();
  const lay = (disturbance: Disturbance, found: readonly Outage[]): void => {
    caused.set(disturbance, [...(caused.get(disturbance) ?? []), ...found]);
    for (const outage of found) explained.add(outage);
  };
  const ending = record.filter((disturbance) => reachOf(disturbance) !== null);
  // What happened once has the first claim, then what lasted, the latest first: it may have caused anything in its time.
  const lasting = ending.filter(({ at, until }) => until === null || until > at).toReversed();
  for (const disturbance of [...ending.filter((each) => !lasting.includes(each)), ...lasting])
    lay(disturbance, firstOfEach(begunIn(disturbance)));
  for (const disturbance of lasting) lay(disturbance, begunIn(disturbance));

  // One that came while the bridge was away already is told by the same outage.
  for (const disturbance of ending) {
    if (caused.get(disturbance)?.length !== 0) continue;
    const going = outages.find(
      ({ componentId, startedAt, endedAt }) =>
        components[disturbance.server].bridges.includes(componentId) &&
        startedAt < disturbance.at &&
        (endedAt === null || endedAt > disturbance.at),
    );
    if (going) lay(disturbance, [going]);
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
