import { describe, expect, it } from 'vitest';
import { Fault, type FailureKind } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { defaultPolicy } from './policy.ts';
import { Supervisor } from './supervisor.ts';

const fault = (kind: FailureKind, extra: Partial<ConstructorParameters<typeof Fault>[2]> = {}): Fault =>
  new Fault('test.failed', `it failed: ${kind}`, { kind, ...extra });

const build = (policy = defaultPolicy, chance = 1) => {
  const clock = createFakeClock();
  const supervisor = new Supervisor({
    policy,
    clock,
    random: { next: () => chance },
    text: (message) => message.toUpperCase(),
  });
  return { clock, supervisor };
};

const defects = (limit: number) => ({ ...defaultPolicy, defects: { ...defaultPolicy.defects, limit } });

describe('the memory of the supervisor', () => {
  it('is empty before the first failure', () => {
    const { supervisor } = build();
    expect(supervisor.view()).toEqual({
      restarts: 0,
      attempt: 0,
      lastFailure: null,
      budget: { used: 0, limit: 5, windowMs: 60_000 },
      evidence: [],
    });
    expect([supervisor.lastFailure, supervisor.outageSince]).toEqual([null, null]);
  });

  it('has the last failure for display, with its remedy', () => {
    const { supervisor, clock } = build();
    const action = { kind: 'open-settings', label: 'Enter the password' } as const;
    supervisor.failed(fault('configuration', { action }));
    expect(supervisor.lastFailure).toMatchObject({
      message: 'IT FAILED: CONFIGURATION',
      action,
      at: clock.now(),
    });
    supervisor.failed(fault('transient'));
    expect(supervisor.lastFailure?.action).toBeNull();
  });

  it('has the start of the outage, not the last failure', async () => {
    const { supervisor, clock } = build();
    const began = clock.now();
    supervisor.failed(fault('transient'));
    await clock.advance(5_000);
    supervisor.failed(fault('transient'));
    expect(supervisor.outageSince).toBe(began);
  });

  it.each(['authentication', 'configuration', 'transient'] as const)(
    'counts every attempt after %s',
    (kind) => {
      const { supervisor } = build();
      supervisor.failed(fault(kind));
      supervisor.failed(fault(kind));
      expect(supervisor.attempt).toBe(2);
    },
  );

  it('counts the failure that led to quarantine as an attempt', () => {
    const { supervisor } = build(defects(2));
    expect([supervisor.failed(fault('defect')).kind, supervisor.failed(fault('defect')).kind]).toEqual([
      'retry',
      'quarantine',
    ]);
    expect(supervisor.attempt).toBe(2);
  });

  it('counts restarts, and is cleared by a fresh start', () => {
    const { supervisor } = build();
    supervisor.restarting();
    supervisor.restarting();
    supervisor.failed(fault('defect'));
    expect(supervisor.view()).toMatchObject({ restarts: 2, attempt: 1 });
    supervisor.reset();
    expect(supervisor.view()).toEqual(build().supervisor.view());
    expect(supervisor.outageSince).toBeNull();
    expect(supervisor.failed(fault('transient'))).toEqual({ kind: 'retry', delayMs: 500, attempt: 2 });
  });

  it('keeps only the newest evidence', async () => {
    const { supervisor, clock } = build(defects(100));
    const times: number[] = [];
    for (let round = 0; round < 25; round++) {
      times.push(clock.now());
      supervisor.failed(fault('defect'));
      await clock.advance(1);
    }
    expect(supervisor.view().evidence.map(({ at }) => at)).toEqual(times.slice(5));
  });

  it('counts a defect until just before its window ends', async () => {
    const { supervisor, clock } = build();
    supervisor.failed(fault('defect'));
    await clock.advance(59_999);
    expect(supervisor.view().budget.used).toBe(1);
    await clock.advance(1);
    expect(supervisor.view().budget.used).toBe(0);
  });
});

describe('a requested stop', () => {
  it('grants the effects of the readiness before it', async () => {
    const { supervisor, clock } = build();
    for (let times = 0; times < 4; times++) supervisor.failed(fault('transient'));
    supervisor.ready();
    await clock.advance(60_000);
    supervisor.stopped();
    expect(supervisor.failed(fault('transient'))).toMatchObject({ delayMs: 500 });
  });

  it('ends the readiness: time after it does not count', async () => {
    const { supervisor, clock } = build();
    for (let times = 0; times < 4; times++) supervisor.failed(fault('transient'));
    supervisor.ready();
    supervisor.stopped();
    await clock.advance(3_600_000);
    expect(supervisor.failed(fault('transient'))).toMatchObject({ delayMs: 8_000 });
  });

  it('does not clear defects that are too recent', async () => {
    const { supervisor, clock } = build({
      ...defaultPolicy,
      defects: { limit: 5, windowMs: 900_000, forgiveAfterMs: 600_000 },
    });
    supervisor.failed(fault('defect'));
    supervisor.ready();
    await clock.advance(599_999);
    supervisor.stopped();
    expect(supervisor.view()).toMatchObject({ budget: { used: 1 }, evidence: { length: 1 } });
    supervisor.ready();
    await clock.advance(600_000);
    supervisor.stopped();
    expect(supervisor.view()).toMatchObject({ budget: { used: 0 }, evidence: [] });
  });
});

describe('a missing dependency', () => {
  it.each([
    [0, 30_000],
    [0.5, 45_000],
    [1, 60_000],
  ])('is waited for between half the cap and the cap: random value %d, %d ms', (chance, delayMs) => {
    const { supervisor } = build(defaultPolicy, chance);
    expect(supervisor.failed(fault('dependency'))).toEqual({ kind: 'retry', delayMs, attempt: 1 });
  });

  it('is waited for as long as the remote side asked for, without counting an attempt', () => {
    const { supervisor } = build();
    expect(supervisor.failed(fault('dependency', { retryAfterMs: 90_000 }))).toMatchObject({
      delayMs: 90_000,
    });
    expect(supervisor.attempt).toBe(0);
  });

  it('is named when it is known', () => {
    const { supervisor } = build();
    const action = { kind: 'start-component', label: 'Start OBS', target: 'obs:main' } as const;
    expect(supervisor.failed(fault('dependency', { action }))).toEqual({
      kind: 'wait-for-dependency',
      componentId: 'obs:main',
    });
  });
});
