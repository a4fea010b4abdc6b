import { describe, expect, it } from 'vitest';
import { createCountingIds } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { faultsOf, lasting, once } from './injectable-fault.ts';
import { FaultInjector } from './fault-injector.ts';

const build = () => {
  const clock = createFakeClock();
  const log: string[] = [];
  const injector = new FaultInjector(
    [
      ...faultsOf('twitch', {
        delay: lasting(
          ({ latencyMs }) => log.push(`delay ${latencyMs}`),
          () => log.push('delay over'),
          { defaults: { latencyMs: 70 } },
        ),
        cut: once(() => log.push('cut')),
      }),
      ...faultsOf('obs', {
        freeze: lasting(
          () => log.push('freeze'),
          () => log.push('freeze over'),
        ),
      }),
    ],
    clock,
    createCountingIds('fault'),
  );
  return { clock, log, injector };
};

describe('fault injector', () => {
  it('injects, records and clears a fault', async () => {
    const { clock, injector, log } = build();
    const began = clock.now();
    expect(injector.inject({ server: 'twitch', fault: 'delay', latencyMs: 500 }, 'operator').ok).toBe(true);
    await clock.advance(1_000);
    expect(injector.record()).toEqual([
      {
        id: 'fault-000001',
        server: 'twitch',
        fault: 'delay',
        options: { latencyMs: 500 },
        by: 'operator',
        at: began,
        until: null,
      },
    ]);
    expect(injector.clear()).toMatchObject([{ id: 'fault-000001', until: began + 1_000 }]);
    expect(injector.clear()).toEqual([]);
    expect(log).toEqual(['delay 500', 'delay over']);
  });

  it('ends a fault after its duration', async () => {
    const { clock, injector, log } = build();
    injector.inject({ server: 'obs', fault: 'freeze', durationMs: 2_000 }, 'operator');
    await clock.advance(1_999);
    expect(log).toEqual(['freeze']);
    await clock.advance(1);
    expect(log).toEqual(['freeze', 'freeze over']);
    expect(injector.record()[0]?.until).toBe(clock.now());
    expect(clock.pending).toBe(0);
  });

  it('replaces an active fault of the same kind and cancels its timer', async () => {
    const { clock, injector, log } = build();
    injector.inject({ server: 'twitch', fault: 'delay', durationMs: 1_000 }, 'operator');
    injector.inject({ server: 'twitch', fault: 'delay', latencyMs: 9 }, 'operator');
    await clock.advance(5_000);
    expect(log).toEqual(['delay 70', 'delay over', 'delay 9']);
    expect(injector.record().map(({ until }) => until === null)).toEqual([false, true]);
  });

  it('clears only the faults of the given server', () => {
    const { injector, log } = build();
    injector.inject({ server: 'twitch', fault: 'delay' }, 'operator');
    injector.inject({ server: 'obs', fault: 'freeze' }, 'scenario');
    expect(injector.clear({ server: 'obs' })).toHaveLength(1);
    expect(log.at(-1)).toBe('freeze over');
    injector[Symbol.dispose]();
    expect(log.at(-1)).toBe('delay over');
  });

  it('can still clear a fault that hundreds of later faults followed', () => {
    const { injector, log } = build();
    injector.inject({ server: 'obs', fault: 'freeze' }, 'operator');
    for (let cuts = 0; cuts < 500; cuts += 1) injector.inject({ server: 'twitch', fault: 'cut' }, 'operator');
    expect(injector.record().length).toBeLessThanOrEqual(200);
    expect(injector.clear({ server: 'obs' })).toHaveLength(1);
    expect(log.at(-1)).toBe('freeze over');
  });

  it('records a momentary fault as already over', () => {
    const { clock, injector } = build();
    expect(injector.inject({ server: 'twitch', fault: 'cut' }, 'scenario')).toMatchObject({
      ok: true,
      value: { at: clock.now(), until: clock.now(), by: 'scenario' },
    });
  });

  it('lists its faults with texts, options and defaults', () => {
    const { injector } = build();
    expect(injector.kinds()[1]).toMatchObject({
      server: 'twitch',
      fault: 'delay',
      title: 'Delay and jitter',
      lasting: true,
      options: ['latencyMs'],
      defaults: { latencyMs: 70 },
    });
    for (const { description, expect: seen } of injector.kinds()) {
      expect(description).toMatch(/^[A-Z].*\.$/);
      expect(seen).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('notifies its listeners of every injected and cleared fault, with its origin', async () => {
    const { clock, injector } = build();
    const notified: string[] = [];
    using _listening = injector.onChange(({ fault, by, until }) =>
      notified.push(`${fault} by ${by}${until === null ? '' : ' is over'}`),
    );
    injector.inject({ server: 'obs', fault: 'freeze', durationMs: 100 }, 'scenario');
    await clock.advance(100);
    injector.inject({ server: 'twitch', fault: 'cut' }, 'operator');
    expect(notified).toEqual(['freeze by scenario', 'freeze by scenario is over', 'cut by operator is over']);
  });

  it.each([
    [{ server: 'discord', fault: 'cut' }, 'rehearsal.unknown-fault'],
    [{ server: 'twitch', fault: 'explode' }, 'rehearsal.unknown-fault'],
    [{ server: 'twitch', fault: 'cut', latencyMs: 5 }, 'rehearsal.option-not-taken'],
    [{ server: 'twitch', fault: 'cut', durationMs: 5 }, 'rehearsal.option-not-taken'],
  ] as const)('refuses %o and injects nothing', (injection, code) => {
    const { injector, log } = build();
    expect(injector.inject(injection, 'operator')).toMatchObject({ ok: false, error: { code } });
    expect(log).toEqual([]);
    expect(injector.record()).toEqual([]);
  });
});
