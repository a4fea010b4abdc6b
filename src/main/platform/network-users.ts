import type { Component, SystemPort } from '#core/index.ts';
import { isTroubleLevel } from '#shared/model/index.ts';
import { createNetworkComponent, type NetworkParts } from './network-component.ts';
import type { ReachAttempt, ReachTarget } from './network-reach.ts';

/** How the network of this machine is read, and what goes over it. */
export interface NetworkReading {
  readonly readInterfaces: NetworkParts['readInterfaces'];
  readonly attempt: ReachAttempt;
  /** Read anew at each look: addresses come with the settings. */
  readonly targets: () => readonly ReachTarget[];
}

/** The network as a component: it looks at the components that should run, are set up, and go over it. */
export const createNetwork = (
  { readInterfaces, attempt, targets }: NetworkReading,
  system: () => Pick<SystemPort, 'detail'>,
): Component =>
  createNetworkComponent({
    readInterfaces,
    users: () =>
      targets().flatMap((target) => {
        const view = system().detail(target.componentId);
        if (view?.wanted !== 'running' || view.notSetUp) return [];
        return [
          {
            address: `${target.host}:${target.port}`,
            isInTrouble: isTroubleLevel(view.health.level),
            attempt: (signal: AbortSignal) => attempt(target, signal),
          },
        ];
      }),
  });
