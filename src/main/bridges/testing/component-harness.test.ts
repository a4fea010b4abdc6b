import { describe, expect, it } from 'vitest';
import type { Component, ComponentContext } from '#core/component.ts';
import { bridgeConnected } from '#shared/catalogue/topics/bridge.ts';
import { Fault } from '#shared/kernel/index.ts';
import { createComponentHarness } from './component-harness.ts';
import { createFakeClock } from './fake-clock.ts';

describe('component harness', () => {
  it('records events, conditions and the first failure of a run', async () => {
    const clock = createFakeClock();
    const harness = createComponentHarness({ id: 'obs:main', clock });
    const component: Component = {
      initialize: (context: ComponentContext) => {
        context.events.emit(bridgeConnected({ platform: 'obs', channel: '' }, { to: 'OBS' }));
        context.setCondition({
          type: 'Connected',
          status: 'true',
          reason: 'Identified',
          message: 'Connected',
        });
        context.scope.use(
          context.clock.setTimeout(() => {
            context.fail(new Fault('test.first', 'First', { kind: 'transient' }));
            context.fail(new Fault('test.second', 'Second', { kind: 'defect' }));
          }, 5_000),
        );
      },
    };

    const life = await harness.start(component);
    expect(harness.topics('bridge.*')).toEqual(['bridge.connected']);
    expect(harness.conditions.get('Connected')?.status).toBe('true');
    await clock.advance(4_999);
    expect(life.failure).toBeUndefined();
    await clock.advance(1);
    expect((await life.failed).code).toBe('test.first');
  });

  it('ends a run by signal, cleanup and scope, in that order, and reports what threw', async () => {
    const clock = createFakeClock();
    const harness = createComponentHarness({ clock });
    const order: string[] = [];
    const life = await harness.start({
      initialize: ({ scope, signal, clock: time }) => {
        signal.addEventListener('abort', () => order.push('signal'));
        scope.defer('socket', () => void order.push('scope'));
        scope.use(time.setInterval(() => undefined, 1_000));
      },
      cleanup: () => {
        order.push('cleanup');
        throw new Error('cleanup broke');
      },
    });

    const faults = await life.stop();
    expect(order).toEqual(['signal', 'cleanup', 'scope']);
    expect(faults.map((fault) => fault.message)).toEqual(['cleanup broke']);
    expect(clock.pending).toBe(0);
  });

  it('undoes a failed start and passes its fault on', async () => {
    const clock = createFakeClock();
    const harness = createComponentHarness({ clock });
    const refused = new Fault('test.refused', 'Refused', { kind: 'authentication' });
    const start = harness.start({
      initialize: ({ scope, clock: time }) => {
        scope.use(time.setInterval(() => undefined, 1_000));
        throw refused;
      },
    });
    await expect(start).rejects.toBe(refused);
    expect(clock.pending).toBe(0);
  });
});
