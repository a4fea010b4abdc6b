import type { Fault, Result } from '#shared/kernel/index.ts';
import type { AnyOrchestrator } from '../base-orchestrator.ts';
import type { CoreServices } from '../core-services.ts';
import { createCoreHarness, type CoreHarness } from './core-harness.ts';

/** The orchestrator under test and its clean-up. */
export interface ConformanceSubject {
  readonly orchestrator: AnyOrchestrator;
  /**
   * Called after each test when everything has stopped: closes servers and other resources of the factory.
   */
  readonly dispose?: () => void | Promise<void>;
}

/** Creates the orchestrator with every port faked so that it can start. Called once per test. */
export type ConformanceFactory = (
  services: CoreServices,
  harness: CoreHarness,
) => ConformanceSubject | Promise<ConformanceSubject>;

/** Returns the value of a result. Throws its fault. */
export const valueOf = <T>(result: Result<T, Fault>): T => {
  if (!result.ok) throw result.error;
  return result.value;
};

/** Creates the orchestrator under test and the tools to drive it. */
export const createConformanceStage = (factory: ConformanceFactory) => {
  let cleanUp: (() => Promise<void>) | undefined;
  return {
    build: async () => {
      const harness = createCoreHarness();
      const services = harness.createServices();
      const listenersBefore = services.bus.listenerCount;
      const { orchestrator, dispose } = await factory(services, harness);
      cleanUp = async () => {
        await during(orchestrator.cleanup());
        await dispose?.();
      };
      /** Advances time until the work is done. */
      const during = async <T>(work: Promise<T>): Promise<T> => {
        let done = false;
        const watched = work.finally(() => {
          done = true;
        });
        // Rejections surface through the returned promise.
        watched.catch(() => undefined);
        for (let second = 0; second < 300; second++) {
          await harness.clock.settle();
          if (done) break;
          await harness.clock.advance(1_000);
        }
        return watched;
      };
      const start = async () => valueOf(await during(orchestrator.initialize()));
      const stop = async () => valueOf(await during(orchestrator.cleanup()));
      const topics = (): string[] => services.bus.recent('*', 10_000).map((event) => event.topic);
      return { ...harness, services, orchestrator, during, start, stop, topics, listenersBefore };
    },
    /** Stops the last orchestrator and closes the factory's resources. */
    cleanUp: async (): Promise<void> => {
      await cleanUp?.();
      cleanUp = undefined;
    },
  };
};
