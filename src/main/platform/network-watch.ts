import type { NetworkInterfaceInfo } from 'node:os';
import type { Clock } from '#shared/kernel/index.ts';
import { outsideAddresses, type Interfaces } from './network-interfaces.ts';

/** Milliseconds between two reads, each of which takes a fraction of a millisecond. */
const periodMs = 5_000;

/** Returns the network of an address: IPv6 addresses change every day within the same network. */
const networkOf = ({ address, family }: NetworkInterfaceInfo): string =>
  family === 'IPv6' ? address.split(':').slice(0, 4).join(':') : address;

/** Returns the connections of this machine as comparable lines. */
const connectionsOf = (interfaces: Interfaces): ReadonlySet<string> =>
  new Set(outsideAddresses(interfaces).map(({ name, info }) => `${name} ${networkOf(info)}`));

const namesOf = (connections: readonly string[]): string =>
  [...new Set(connections.map((each) => each.split(' ', 1)[0]))].join(' and ');

/**
 * Notices from its own addresses that this machine joined, left or changed a network: a host without a
 * desktop gets no such event. The reason names the interfaces and no address.
 */
export const watchNetwork = (
  clock: Clock,
  readInterfaces: () => Interfaces,
  onChange: (reason: string) => void,
): Disposable => {
  let before = connectionsOf(readInterfaces());
  return clock.setInterval(() => {
    const now = connectionsOf(readInterfaces());
    const added = [...now].filter((each) => !before.has(each));
    const removed = [...before].filter((each) => !now.has(each));
    before = now;
    if (added.length > 0) onChange(`the network changed (${namesOf(added)})`);
    else if (removed.length > 0)
      onChange(now.size === 0 ? 'the network is gone' : `the network changed (${namesOf(removed)} is gone)`);
  }, periodMs);
};
