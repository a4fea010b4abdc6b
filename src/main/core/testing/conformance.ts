import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { BaseOrchestrator } from '../base-orchestrator.ts';
import { CircuitBreaker } from '../execution/circuit-breaker.ts';
import { createConformanceStage, valueOf, type ConformanceFactory } from './conformance-stage.ts';
import { createScriptedComponent } from './scripted-component.ts';

const secret = 'conformance-secret-3f9a';

/**
 * The eight things that every orchestrator inherits from its base, as tests. An orchestrator whose override
 * breaks one of these promises fails here. All time is the fake clock's.
 *
 * @example
 * ```ts suite
 * class Show extends BaseOrchestrator<object> {
 *   constructor(services: CoreServices) {
 *     super(services, {
 *       id: 'show',
 *       title: 'Show',
 *       description: 'The least there can be',
 *       schema: z.object({}),
 *     });
 *     this.registerComponent('obs', createScriptedComponent('obs'), { title: 'OBS' });
 *   }
 * }
 *
 * describeOrchestratorConformance('Show', (services) => ({ orchestrator: new Show(services) }));
 * ```
 */
export const describeOrchestratorConformance = (name: string, factory: ConformanceFactory): void => {
  describe(`${name} as an orchestrator`, () => {
    const { build, cleanUp } = createConformanceStage(factory);
    afterEach(cleanUp);

    describe('lifecycle', () => {
      it('starts with a report that names every component, and stops with a report without faults', async () => {
        const { orchestrator, start, stop } = await build();
        const report = await start();
        expect(report.orchestratorId).toBe(orchestrator.id);
        expect(report.components.map(({ componentId }) => componentId).toSorted()).toEqual(
          orchestrator
            .getStatus()
            .components.map(({ id }) => id)
            .toSorted(),
        );
        for (const component of report.components) expect(component.outcome).not.toBe('failed');
        expect((await stop()).faults).toEqual([]);
        expect(orchestrator.getStatus().state).toBe('stopped');
      });

      it('makes one start of concurrent calls, and succeeds when it is already started', async () => {
        const { orchestrator, during, services } = await build();
        const [first, second] = await during(
          Promise.all([orchestrator.initialize(), orchestrator.initialize()]),
        );
        expect(first).toBe(second);
        expect(valueOf(await during(orchestrator.initialize())).outcome).toBe(valueOf(first).outcome);
        expect(services.bus.recent('orchestrator.started', 10)).toHaveLength(1);
      });

      it('stops silently when it was never started, and when it is already stopped', async () => {
        const { orchestrator, start, stop, during } = await build();
        expect((await stop()).faults).toEqual([]);
        await start();
        const [first, second] = await during(Promise.all([orchestrator.cleanup(), orchestrator.cleanup()]));
        expect([valueOf(first).faults, valueOf(second).faults]).toEqual([[], []]);
      });

      it('can be stopped while it starts, and started again afterwards', async () => {
        const { orchestrator, during, start } = await build();
        const starting = orchestrator.initialize();
        valueOf(await during(orchestrator.cleanup()));
        const outcome = await during(starting);
        // Without anything slow, the start may be over before the stop.
        expect(outcome.ok ? 'lifecycle.start-cancelled' : outcome.error.code).toBe(
          'lifecycle.start-cancelled',
        );
        expect(orchestrator.getStatus().state).toBe('stopped');
        expect((await start()).components.filter(({ outcome: each }) => each === 'failed')).toEqual([]);
      });

      it('leaves no timer and no listener behind, however often it is restarted', async () => {
        const { start, stop, clock, services, listenersBefore } = await build();
        const listenersAtRest = services.bus.listenerCount;
        expect(listenersAtRest).toBeGreaterThanOrEqual(listenersBefore);
        for (let round = 0; round < 20; round++) {
          await start();
          await clock.advance(2_000);
          await stop();
          expect(clock.pending, `timers after round ${round}`).toBe(0);
          expect(services.bus.listenerCount, `listeners after round ${round}`).toBe(listenersAtRest);
        }
      });

      it('rolls its start back when an essential component fails, and leaves nothing behind', async () => {
        const { orchestrator, during, clock } = await build();
        const broken = createScriptedComponent('conformance-broken');
        broken.starts.push({
          fail: new Fault('conformance.broken', 'It is set wrongly', { kind: 'configuration' }),
        });
        orchestrator.registerComponent('conformance-broken', broken, { title: 'Broken', essential: true });
        const outcome = await during(orchestrator.initialize());
        expect(outcome).toMatchObject({
          ok: false,
          error: { code: 'lifecycle.start-rolled-back', kind: 'configuration' },
        });
        const alive = orchestrator
          .getStatus()
          .components.filter(({ state }) => state === 'running' || state === 'degraded');
        expect(alive).toEqual([]);
        expect(clock.pending).toBe(0);
      });

      it('stops everything although one clean-up throws, and reports it', async () => {
        const { orchestrator, start, stop } = await build();
        const untidy = createScriptedComponent('conformance-untidy');
        untidy.stops.push({ fail: new Error('stuck') });
        orchestrator.registerComponent('conformance-untidy', untidy, { title: 'Untidy' });
        await start();
        const { faults } = await stop();
        expect(faults.map(({ componentId }) => componentId)).toEqual(['conformance-untidy']);
        expect(orchestrator.getStatus().components.map(({ state }) => state)).not.toContain('running');
      });
    });

    describe('components', () => {
      it('are found by their id, and an unknown id is undefined', async () => {
        const { orchestrator } = await build();
        for (const { id } of orchestrator.getStatus().components) {
          expect(orchestrator.hasComponent(id)).toBe(true);
          expect(orchestrator.getComponent(id)).not.toBeNull();
        }
        expect(orchestrator.hasComponent('conformance-nobody')).toBe(false);
        expect(orchestrator.getComponent('conformance-nobody')).toBeNull();
        await expect(orchestrator.unregister('conformance-nobody')).resolves.toBe(false);
      });

      it('are refused under an id that is blank, malformed or taken', async () => {
        const { orchestrator } = await build();
        const part = createScriptedComponent('part');
        for (const id of ['', '  ', 'Not An Id', orchestrator.id]) {
          expect(() => orchestrator.registerComponent(id, part, { title: 'Part' }), `id "${id}"`).toThrow(
            Fault,
          );
        }
      });

      it('that need each other in a cycle are refused with the whole path, before anything starts', async () => {
        const { orchestrator, during, topics } = await build();
        const need = (id: string) => ({ title: id, needs: [{ id, required: true }] });
        orchestrator.registerComponent('conformance-a', createScriptedComponent('a'), need('conformance-b'));
        orchestrator.registerComponent('conformance-b', createScriptedComponent('b'), need('conformance-a'));
        const outcome = await during(orchestrator.initialize());
        expect(outcome.ok ? '' : outcome.error.message).toMatch(
          /conformance-a → conformance-b → conformance-a|conformance-b → conformance-a → conformance-b/,
        );
        expect(topics()).not.toContain('component.state-changed');
        await orchestrator.unregister('conformance-a');
        await orchestrator.unregister('conformance-b');
      });

      it('can be added and removed while it runs', async () => {
        const { orchestrator, start, during, clock } = await build();
        await start();
        const guest = createScriptedComponent('guest');
        orchestrator.registerComponent('conformance-guest', guest, { title: 'Guest' });
        await clock.settle();
        expect(guest.calls).toEqual(['initialize', 'up']);
        await expect(during(orchestrator.unregister('conformance-guest'))).resolves.toBe(true);
        expect(guest.calls).toEqual(['initialize', 'up', 'cleanup']);
        expect(orchestrator.hasComponent('conformance-guest')).toBe(false);
      });
    });

    describe('events', () => {
      it('reach listeners, by topic and by prefix, across a restart', async () => {
        const { orchestrator, start, stop } = await build();
        const heard: string[] = [];
        const listener = (event: { topic: string }): void => void heard.push(event.topic);
        const subscription = orchestrator.on('orchestrator.*', listener);
        await start();
        await stop();
        await start();
        expect(heard).toEqual(['orchestrator.started', 'orchestrator.stopped', 'orchestrator.started']);
        subscription[Symbol.dispose]();
        await stop();
        expect(heard).toHaveLength(3);
      });

      it('reach the same listener once, and not after it was removed', async () => {
        const { orchestrator, start, stop } = await build();
        let heard = 0;
        const listener = (): void => {
          heard++;
        };
        orchestrator.on('orchestrator.started', listener);
        orchestrator.on('orchestrator.started', listener);
        await start();
        expect(heard).toBe(1);
        orchestrator.off('orchestrator.started', listener);
        await stop();
        await start();
        expect(heard).toBe(1);
      });
    });

    describe('status and health', () => {
      it('are unknown before the first start, and known after it', async () => {
        const { orchestrator, start, stop } = await build();
        expect(orchestrator.getHealth().level).toBe('unknown');
        expect(orchestrator.getStatus().startedAt).toBeNull();
        await start();
        expect(orchestrator.getHealth().conditions.length).toBeGreaterThan(0);
        expect(orchestrator.getStatus().startedAt).not.toBeNull();
        await stop();
        expect(orchestrator.getHealth()).toMatchObject({ level: 'unknown', summary: 'Switched off' });
      });

      it('count the time from the last start', async () => {
        const { orchestrator, start, stop, clock } = await build();
        await start();
        const first = orchestrator.getStatus().startedAt ?? 0;
        await stop();
        await clock.advance(60_000);
        await start();
        expect(orchestrator.getStatus().startedAt ?? 0).toBeGreaterThanOrEqual(first + 60_000);
      });

      it('names the unhealthy component, and counts a check that throws or hangs as unhealthy', async () => {
        const { orchestrator, start, clock } = await build();
        for (const [id, getHealth] of [
          ['conformance-throws', () => Promise.reject(new Error('no answer'))],
          ['conformance-hangs', () => new Promise<never>(() => undefined)],
        ] as const) {
          const part = { ...createScriptedComponent(id), getHealth };
          orchestrator.registerComponent(id, part, {
            title: id,
            kind: 'bridge',
            probe: { hysteresis: 1, timeoutMs: 1_000 },
          });
        }
        await start();
        await clock.advance(5_000);
        const health = orchestrator.getHealth();
        expect(['degraded', 'unhealthy']).toContain(health.level);
        for (const id of ['conformance-throws', 'conformance-hangs']) {
          expect(health.conditions.find(({ type }) => type === id)).toMatchObject({ status: 'false' });
        }
      });

      it('contain no secret, whatever a component reports', async () => {
        const { orchestrator, start } = await build();
        const chatty = {
          ...createScriptedComponent('chatty'),
          getStatus: () => ({ deep: [{ password: secret }] }),
        };
        orchestrator.registerComponent('conformance-chatty', chatty, { title: 'Chatty' });
        await start();
        expect(JSON.stringify(orchestrator.getStatus())).not.toContain(secret);
      });
    });

    describe('safe execution', () => {
      it('returns a value and emits the success', async () => {
        const { orchestrator, topics } = await build();
        await expect(orchestrator.safeExecute('conformance', () => 42)).resolves.toEqual({
          ok: true,
          value: 42,
        });
        expect(topics()).toContain('execution.succeeded');
      });

      it('returns the fault, keeps its cause, and emits the failure', async () => {
        const { orchestrator, topics } = await build();
        const thrown = new RangeError('out of range');
        const result = await orchestrator.safeExecute('conformance', () => {
          throw thrown;
        });
        expect(result).toMatchObject({ ok: false, error: { cause: thrown, kind: 'defect' } });
        expect(topics()).toContain('execution.failed');
      });

      it('respects its timeout, its retries and its breaker', async () => {
        const { orchestrator, during, clock } = await build();
        const breaker = new CircuitBreaker({ name: 'conformance', clock, failures: 2 });
        let calls = 0;
        const result = await during(
          orchestrator.safeExecute(
            'conformance',
            () => {
              calls++;
              return new Promise<never>(() => undefined);
            },
            { timeoutMs: 1_000, retry: { attempts: 3, baseMs: 10 }, breaker },
          ),
        );
        expect(result.ok).toBe(false);
        expect(calls).toBe(2);
        expect(breaker.state).toBe('open');
      });
    });

    describe('configuration', () => {
      it('has a default for everything: an empty change is valid and changes nothing', async () => {
        const { orchestrator } = await build();
        const before = orchestrator.config;
        expect(orchestrator.applyConfig({})).toEqual({ ok: true, value: { live: [], restarts: [] } });
        expect(orchestrator.config).toEqual(before);
      });

      it('refuses an invalid configuration, and keeps the current one', async () => {
        const { orchestrator } = await build();
        const before = orchestrator.config;
        expect(orchestrator.applyConfig(42)).toMatchObject({ ok: false, error: { kind: 'configuration' } });
        expect(orchestrator.config).toEqual(before);
      });
    });

    describe('logging', () => {
      it('goes through the injected logger, under its own name, without secrets', async () => {
        const { orchestrator, lines } = await build();
        await orchestrator.safeExecute('conformance', () => {
          throw new Error('failed');
        });
        expect(lines.some(({ logger }) => logger.endsWith(`orchestrator.${orchestrator.id}`))).toBe(true);
        expect(JSON.stringify(lines.map(({ message, fields }) => [message, fields]))).not.toContain(secret);
      });
    });

    describe('scoped use', () => {
      it('stops at the end of an `await using` block, also when the block throws', async () => {
        const { orchestrator, start, during } = await build();
        expect(orchestrator).toBeInstanceOf(BaseOrchestrator);
        await start();
        const use = async (): Promise<never> => {
          await using used = orchestrator;
          throw new RangeError(`in the block of ${used.id}`);
        };
        await expect(during(use())).rejects.toThrow('in the block');
        expect(orchestrator.getStatus().state).toBe('stopped');
      });
    });
  });
};
