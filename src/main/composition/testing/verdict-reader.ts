import { expect } from 'vitest';
import type { Application } from '#main/hosts/shared/index.ts';
import type { Problem, Verdict } from '#shared/model/index.ts';

/** Timeout for an outage to be noticed, which can take seconds: heartbeats, backoff, busy cores. */
export const soon = { timeout: 30_000, interval: 50 };

export const verdictOf = ({ gatewayPorts }: Application): Verdict => gatewayPorts.system.verdict();

/** Returns the problems except a slow process, which is real on a busy machine and ranks last. */
export const problemsOf = (application: Application): readonly Problem[] =>
  verdictOf(application).problems.filter(({ componentId }) => componentId !== 'process');

/** Waits until every component that should run is healthy. */
export const untilHealthy = async ({ gatewayPorts }: Application): Promise<void> => {
  await expect
    .poll(
      () =>
        gatewayPorts.system
          .list()
          .filter(
            ({ id, kind, desired, health }) =>
              kind !== 'orchestrator' &&
              desired === 'running' &&
              id !== 'process' &&
              health.level !== 'healthy',
          )
          .map(({ id, health }) => `${id}: ${health.summary}`),
      { timeout: 60_000, interval: 100 },
    )
    .toEqual([]);
};
