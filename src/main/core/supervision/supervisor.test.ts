import { describe, expect, it } from 'vitest';
import { Fault, type FailureKind } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { defaultPolicy } from './policy.ts';
import { Supervisor } from './supervisor.ts';

const fault = (kind: FailureKind, extra: Partial<ConstructorParameters<typeof Fault>[2]> = {}): Fault =>
  new Fault('test.failed', `it failed: ${kind}`, { kind, ...extra });
const build = () => {
  const clock = createFakeClock();
  const supervisor = new Supervisor({
    policy: defaultPolicy,
    clock,
    random: { next: () => 1 },
    text: (message) => message,
  });
  return { clock, supervisor };
};
const delayOf = (decision: ReturnType<Supervisor['failed']>): number | string =>
  decision.kind === 'retry' ? decision.delayMs : decision.kind;

describe('supervision by kind of failure', () => {
  it('retries transient failures without limit, with delays that grow to the cap', () => {
    const { supervisor } = build();
    const delays = Array.from({ length: 10 }, () => delayOf(supervisor.failed(fault('transient'))));
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(supervisor.attempt).toBe(10);
  });

  it('waits at least as long as the remote side asked for', () => {
    const { supervisor } = build();
    expect(delayOf(supervisor.failed(fault('transient', { retryAfterMs: 300_000 })))).toBe(300_000);
  });

  it.each<[FailureKind, Parameters<typeof fault>[1], string]>([
    ['authentication', {}, 'wait-for-sign-in'],
    [
      'authentication',
      { action: { kind: 'open-settings', label: 'Enter the password' } },
      'wait-for-settings',
    ],
    ['configuration', {}, 'wait-for-settings'],
    [
      'dependency',
      { action: { kind: 'start-component', label: 'Start OBS', target: 'obs' } },
      'wait-for-dependency',
    ],
  ])('never retries automatically after %s %o', (kind, extra, decision) => {
    const { supervisor } = build();
    expect(supervisor.failed(fault(kind, extra)).kind).toBe(decision);
  });

  it('never counts a missing dependency towards its own backoff', () => {
    const { supervisor } = build();
    for (let times = 0; times < 5; times++) supervisor.failed(fault('dependency'));
    expect(delayOf(supervisor.failed(fault('transient')))).toBe(500);
    expect(supervisor.view().budget.used).toBe(0);
  });

  it('quarantines at the fifth defect within a minute, with the evidence', () => {
    const { supervisor, clock } = build();
    const decisions = Array.from({ length: 5 }, () => supervisor.failed(fault('defect')).kind);
    expect(decisions).toEqual(['retry', 'retry', 'retry', 'retry', 'quarantine']);
    expect(supervisor.view()).toMatchObject({ budget: { used: 5, limit: 5 }, evidence: { length: 5 } });
    expect(supervisor.view().evidence[0]).toMatchObject({ at: clock.now(), message: 'it failed: defect' });
  });

  it('does not count defects that are further apart', async () => {
    const { supervisor, clock } = build();
    const kinds: string[] = [];
    for (let times = 0; times < 20; times++) {
      kinds.push(supervisor.failed(fault('defect')).kind);
      await clock.advance(15_001);
    }
    expect(new Set(kinds)).toEqual(new Set(['retry']));
  });
});

describe('readiness', () => {
  it('resets the backoff only after an uninterrupted minute', async () => {
    const { supervisor, clock } = build();
    for (let times = 0; times < 4; times++) supervisor.failed(fault('transient'));
    supervisor.ready();
    await clock.advance(59_999);
    expect(delayOf(supervisor.failed(fault('transient')))).toBe(8_000);
    supervisor.ready();
    await clock.advance(60_000);
    expect(delayOf(supervisor.failed(fault('transient')))).toBe(500);
  });

  it('counts the attempts of the current outage only', () => {
    const { supervisor } = build();
    supervisor.failed(fault('transient'));
    supervisor.failed(fault('transient'));
    expect(supervisor.view().attempt).toBe(2);
    supervisor.ready();
    expect(supervisor.view().attempt).toBe(0);
    expect(supervisor.outageSince).toBeNull();
  });

  it('clears its defects after ten minutes', async () => {
    const { supervisor, clock } = build();
    supervisor.failed(fault('defect'));
    supervisor.ready();
    await clock.advance(599_999);
    expect(supervisor.view().evidence).toHaveLength(1);
    await clock.advance(1);
    expect(supervisor.view()).toMatchObject({ evidence: [], budget: { used: 0 } });
    supervisor.failed(fault('transient'));
    expect(supervisor.view().evidence).toEqual([]);
  });

  it('is reset by hand', () => {
    const { supervisor } = build();
    for (let times = 0; times < 4; times++) supervisor.failed(fault('defect'));
    supervisor.resetBackoff();
    expect(delayOf(supervisor.failed(fault('defect')))).toBe(500);
    expect(supervisor.view().budget.used).toBe(1);
  });
});
