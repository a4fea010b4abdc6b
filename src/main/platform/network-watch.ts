import type { NetworkInterfaceInfo } from 'node:os';
import type { Clock } from '#shared/kernel/index.ts';
import { outsideAddresses, type Interfaces } from './network-interfaces.ts';

/** Reading them takes a fraction of a millisecond. */
const periodMs = 5_000;

/** IPv6 addresses change by themselves every day, within the same network. */
const networkOf = ({ address, family }: NetworkInterfaceInfo): string =>
  family === 'IPv6' ? address.split(':').slice(0, 4).join(':') : address;

/** The connections of this machine, as lines that can be compared. */
const connectionsOf = (interfaces: Interfaces): ReadonlySet<string> =>
  new Set(outsideAddresses(interfaces).map(({ name, info }) => `${name} ${networkOf(info)}`));

const namesOf = (connections: readonly string[]): string =>
  [...new Set(connections.map((each) => each.split(' ', 1)[0]))].join(' and ');

/**
 * Notices that this machine joined, left or changed a network, from its own addresses alone: a host without a desktop is
 * told nothing of it. The reason names the interfaces and no address.
 */
export const watchNetwork = (
  clock: Clock,
  readInterfaces: () => Interfaces,
  onChange: (reason: string) => void,
): Disposable => {
  let before = connectionsOf(readInterfaces());
  return clock.setInterval(() => {
    const now = connectionsOf(readInterfaces());
    const come = [...now].filter((each) => !before.has(each));
    const gone = [...before].filter((each) => !now.has(each));
    before = now;
    if (come.length > 0) onChange(`the network changed (${namesOf(come)})`);
    else if (gone.length > 0)
      onChange(now.size === 0 ? 'the network is gone' : `the network changed (${namesOf(gone)} is gone)`);
  }, periodMs);
};
