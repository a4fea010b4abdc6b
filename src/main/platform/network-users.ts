import type { Component, SystemPort } from '#core/index.ts';
import { isTroubleLevel } from '#shared/model/index.ts';
import { createNetworkComponent, type NetworkParts } from './network-component.ts';
import type { ReachAttempt, ReachTarget } from './reachability-probe.ts';

/** Access to the network of this machine and to its users. */
export interface NetworkReading {
  readonly readInterfaces: NetworkParts['readInterfaces'];
  readonly attempt: ReachAttempt;
  /** Read at each check, since the addresses depend on the settings. */
  readonly targets: () => readonly ReachTarget[];
}

/** Creates the network component over the components that should run, are set up and use the network. */
export const createNetwork = (
  { readInterfaces, attempt, targets }: NetworkReading,
  system: () => Pick<SystemPort, 'detail'>,
): Component =>
  createNetworkComponent({
    readInterfaces,
    users: () =>
      targets().flatMap((target) => {
        const view = system().detail(target.componentId);
        if (view?.desired !== 'running' || view.notSetUp) return [];
        return [
          {
            address: `${target.host}:${target.port}`,
            isInTrouble: isTroubleLevel(view.health.level),
            attempt: (signal: AbortSignal) => attempt(target, signal),
          },
        ];
      }),
  });
