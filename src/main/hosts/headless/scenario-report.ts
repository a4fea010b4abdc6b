import type { GatewayPorts } from '#main/gateway/ports/index.ts';
import { sleep, type Clock } from '#shared/kernel/index.ts';
import type { LedgerEntry } from '#shared/model/index.ts';

/** Milliseconds after the end of the scenario within which all bridges must recover. */
const settleLimitMs = 45_000;
const checkEveryMs = 250;

/** The result of a scenario that was played to its end. */
export interface ScenarioReport {
  readonly scenario: string;
  readonly bridges: 'healthy' | 'unhealthy';
  /** The unhealthy bridges with their states. */
  readonly unhealthy: readonly string[];
  /** Number of recorded outages, and of those that match an injected fault. */
  readonly outages: number;
  readonly matched: number;
  /** Number of injected faults without an outage, and of outages without a fault. */
  readonly unseen: number;
  readonly unexplained: number;
}

export const succeeded = ({ bridges, unseen, unexplained }: ScenarioReport): boolean =>
  bridges === 'healthy' && unseen === 0 && unexplained === 0;

type Ports = Pick<GatewayPorts, 'rehearsal' | 'system'>;

const read = ({ rehearsal, system }: Ports): { report: ScenarioReport; settled: boolean } | null => {
  const answer = rehearsal.status();
  if (!answer.ok) return null;
  const { ledger, scenario, record } = answer.value;
  const count = (verdict: LedgerEntry['verdict']): number =>
    ledger.filter((entry) => entry.verdict === verdict).length;
  const outages = new Set(ledger.flatMap(({ outage }) => (outage ? [outage] : [])));
  const unhealthy = system
    .list()
    .filter(({ kind, desired }) => kind === 'bridge' && desired === 'running')
    .filter(({ state, health }) => state !== 'running' || health.level !== 'healthy')
    .map(({ id, state, health }) => `${id} ${state} ${health.level}`);
  const open = [...outages].some(({ end }) => end === null) || record.some(({ until }) => until === null);
  return {
    report: {
      scenario: scenario.id,
      bridges: unhealthy.length === 0 ? 'healthy' : 'unhealthy',
      unhealthy,
      outages: outages.size,
      matched: count('matched'),
      unseen: count('unseen'),
      unexplained: count('unexplained'),
    },
    settled: unhealthy.length === 0 && count('awaited') === 0 && !open,
  };
};

const firstRunIsOver = ({ rehearsal }: Ports): boolean => {
  const status = rehearsal.status();
  return status.ok && (status.value.run > 1 || status.value.state === 'ended');
};

/**
 * Waits for the end of the scenario and for the recovery of all bridges, and returns the report. Null when
 * the signal aborts before, or outside of a rehearsal.
 */
export const awaitScenario = async (
  ports: Ports,
  clock: Clock,
  signal: AbortSignal,
): Promise<ScenarioReport | null> => {
  if (!ports.rehearsal.status().ok) return null;
  const over = Promise.withResolvers<void>();
  const check = (): void => {
    if (firstRunIsOver(ports)) over.resolve();
  };
  using _listening = ports.rehearsal.onChange(check);
  signal.addEventListener('abort', () => over.resolve(), { once: true });
  check();
  await over.promise;
  const deadline = clock.monotonic() + settleLimitMs;
  for (;;) {
    const found = signal.aborted ? null : read(ports);
    if (found === null || found.settled || clock.monotonic() > deadline) return found && found.report;
    await sleep(clock, checkEveryMs, signal).catch(() => undefined);
  }
};
