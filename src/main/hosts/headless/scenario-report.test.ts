import { describe, expect, it } from 'vitest';
import type { GatewayPorts } from '#main/gateway/ports/index.ts';
import { err, Fault, ok, toDisposable } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import type {
  ComponentView,
  Disturbance,
  LedgerEntry,
  Outage,
  RehearsalStatus,
} from '#shared/model/index.ts';
import { awaitScenario, succeeded } from './scenario-report.ts';

type Ports = Parameters<typeof awaitScenario>[0];

const disturbance: Disturbance = {
  id: 'fault-1',
  server: 'obs',
  fault: 'cut',
  options: {},
  by: 'scenario',
  at: 0,
  until: 0,
};
const outage: Outage = {
  id: 'outage-1',
  componentId: 'obs:main',
  title: 'OBS',
  startedAt: 1,
  endedAt: 2,
  end: 'recovered',
  cause: { code: 'obs.closed', message: '' },
  attempts: 1,
  missed: { count: null, atLeast: false, message: '' },
};
const entry = (verdict: LedgerEntry['verdict']): LedgerEntry => ({
  verdict,
  disturbance: verdict === 'unexplained' ? null : disturbance,
  outage: verdict === 'matched' || verdict === 'unexplained' ? outage : null,
});

const open = () => {
  const clock = createFakeClock();
  const listeners = new Set<() => void>();
  let status: Pick<RehearsalStatus, 'run' | 'state' | 'ledger'> = { run: 1, state: 'playing', ledger: [] };
  let level = 'unhealthy';
  const ports = {
    rehearsal: {
      status: () => ok({ ...status, scenario: { id: 'bad-evening' }, record: [disturbance] }),
      onChange: (listener: () => void) => {
        listeners.add(listener);
        return toDisposable(() => listeners.delete(listener));
      },
    },
    system: {
      list: () =>
        [
          { id: 'obs:main', kind: 'bridge', desired: 'running', state: 'running', health: { level } },
          {
            id: 'discord',
            kind: 'bridge',
            desired: 'stopped',
            state: 'stopped',
            health: { level: 'unknown' },
          },
        ] as unknown as readonly ComponentView[],
    },
  } as unknown as Ports;
  return {
    clock,
    ports,
    listeners,
    become: (next: Partial<typeof status>) => {
      status = { ...status, ...next };
      for (const listener of listeners) listener();
    },
    heal: () => void (level = 'healthy'),
  };
};

describe('the report of a scenario', () => {
  it('is returned after the first run, once all bridges have recovered', async () => {
    const { clock, ports, become, heal, listeners } = open();
    const awaited = awaitScenario(ports, clock, new AbortController().signal);
    become({ ledger: [entry('awaited')] });
    become({ run: 2 });
    await clock.advance(1_000);
    heal();
    await clock.advance(1_000);
    become({ ledger: [entry('matched')] });
    await clock.advance(1_000);
    const report = await awaited;
    expect(report).toEqual({
      scenario: 'bad-evening',
      bridges: 'healthy',
      unhealthy: [],
      outages: 1,
      matched: 1,
      unseen: 0,
      unexplained: 0,
    });
    expect(report && succeeded(report)).toBe(true);
    expect(listeners.size).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('names the bridges that do not recover in time', async () => {
    const { clock, ports, become } = open();
    const awaited = awaitScenario(ports, clock, new AbortController().signal);
    become({ state: 'ended', ledger: [entry('unseen'), entry('unexplained')] });
    for (let second = 0; second < 50; second += 1) await clock.advance(1_000);
    const report = await awaited;
    expect(report).toMatchObject({
      bridges: 'unhealthy',
      unhealthy: ['obs:main running unhealthy'],
      unseen: 1,
      unexplained: 1,
    });
    expect(report && succeeded(report)).toBe(false);
  });

  it('is null when the program stops, and outside of a rehearsal', async () => {
    const { clock, ports } = open();
    const stopping = new AbortController();
    const awaited = awaitScenario(ports, clock, stopping.signal);
    stopping.abort();
    expect(await awaited).toBeNull();
    const live = {
      ...ports,
      rehearsal: {
        ...ports.rehearsal,
        status: () => err(new Fault('rehearsal.not-rehearsing', 'Live.', { kind: 'configuration' })),
      },
    } as Pick<GatewayPorts, 'rehearsal' | 'system'>;
    expect(await awaitScenario(live, clock, new AbortController().signal)).toBeNull();
  });
});
