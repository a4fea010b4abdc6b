import type { NetworkInterfaceInfo } from 'node:os';

/** The interfaces of this machine by their names, as `os.networkInterfaces()` gives them. */
export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** An address that leads out of this machine, with the name of its interface. */
interface OutsideAddress {
  readonly name: string;
  readonly info: NetworkInterfaceInfo;
}

/** Returns the addresses that lead out of this machine, without loopback. */
export const outsideAddresses = (interfaces: Interfaces): readonly OutsideAddress[] =>
  Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses.filter(({ internal }) => !internal).map((info) => ({ name, info })),
  );
