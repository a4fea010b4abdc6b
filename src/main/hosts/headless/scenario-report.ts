import type { GatewayPorts } from '#main/gateway/ports/index.ts';
import { sleep, type Clock } from '#shared/kernel/index.ts';
import type { LedgerEntry } from '#shared/model/index.ts';

/** After the last act everything that was broken has this long to be well again, milliseconds. */
const settleLimitMs = 45_000;
const lookEveryMs = 250;

/** How a scenario went, once it was played to its end. */
export interface ScenarioReport {
  readonly scenario: string;
  readonly bridges: 'healthy' | 'not healthy';
  /** Those that are not, with their state. */
  readonly unwell: readonly string[];
  /** What the ledger has, and how much of it stands beside something that was broken. */
  readonly outages: number;
  readonly matched: number;
  /** What was broken and is not in the ledger; outages that nobody caused. */
  readonly unseen: number;
  readonly unexplained: number;
}

export const wentWell = ({ bridges, unseen, unexplained }: ScenarioReport): boolean =>
  bridges === 'healthy' && unseen === 0 && unexplained === 0;

type Ports = Pick<GatewayPorts, 'rehearsal' | 'system'>;

const read = ({ rehearsal, system }: Ports): { report: ScenarioReport; settled: boolean } | null => {
  const answer = rehearsal.status();
  if (!answer.ok) return null;
  const { ledger, scenario, record } = answer.value;
  const count = (verdict: LedgerEntry['verdict']): number =>
    ledger.filter((entry) => entry.verdict === verdict).length;
  const outages = new Set(ledger.flatMap(({ outage }) => (outage ? [outage] : [])));
  const unwell = system
    .list()
    .filter(({ kind, wanted }) => kind === 'bridge' && wanted === 'running')
    .filter(({ state, health }) => state !== 'running' || health.level !== 'healthy')
    .map(({ id, state, health }) => `${id} ${state} ${health.level}`);
  const open = [...outages].some(({ end }) => end === null) || record.some(({ until }) => until === null);
  return {
    report: {
      scenario: scenario.id,
      bridges: unwell.length === 0 ? 'healthy' : 'not healthy',
      unwell,
      outages: outages.size,
      matched: count('matched'),
      unseen: count('unseen'),
      unexplained: count('unexplained'),
    },
    settled: unwell.length === 0 && count('awaited') === 0 && !open,
  };
};

const firstRunIsOver = ({ rehearsal }: Ports): boolean => {
  const status = rehearsal.status();
  return status.ok && (status.value.run > 1 || status.value.state === 'ended');
};

/**
 * Waits until the scenario was played once, and then for all to be well again, and tells how it went. Null when the signal
 * aborts before, or when nothing is rehearsed.
 */
export const awaitScenario = async (
  ports: Ports,
  clock: Clock,
  signal: AbortSignal,
): Promise<ScenarioReport | null> => {
  if (!ports.rehearsal.status().ok) return null;
  const over = Promise.withResolvers<void>();
  const look = (): void => {
    if (firstRunIsOver(ports)) over.resolve();
  };
  using _listening = ports.rehearsal.onChange(look);
  signal.addEventListener('abort', () => over.resolve(), { once: true });
  look();
  await over.promise;
  const deadline = clock.monotonic() + settleLimitMs;
  for (;;) {
    const found = signal.aborted ? null : read(ports);
    if (found === null || found.settled || clock.monotonic() > deadline) return found && found.report;
    await sleep(clock, lookEveryMs, signal).catch(() => undefined);
  }
};
