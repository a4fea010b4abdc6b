import type { Component } from '#core/index.ts';
import { Fault, type FaultAction } from '#shared/kernel/index.ts';
import { outsideAddresses, type Interfaces } from './network-interfaces.ts';

/** A component that is set up and connects over the internet. */
export interface NetworkUser {
  /** Host and port of its connection. */
  readonly address: string;
  readonly isInTrouble: boolean;
  /** Resolves with true when the address answers. Never rejects. */
  readonly attempt: (signal: AbortSignal) => Promise<boolean>;
}

export interface NetworkParts {
  readonly readInterfaces: () => Interfaces;
  /** Read at each check, since the addresses depend on the settings. */
  readonly users: () => readonly NetworkUser[];
}

/** Milliseconds between two checks. Reading the interfaces takes a fraction of a millisecond. */
const checkEveryMs = 2_000;
/** Fewest addresses for a conclusion: a single address may be down while the internet works. */
const fewestAddresses = 2;

const checkAgain: FaultAction = { kind: 'retry', label: 'Check again' };

const noNetwork = (): Fault =>
  new Fault(
    'network.no-network',
    'This PC has no network connection. Check the cable or the Wi-Fi. Cuelight reconnects automatically.',
    { kind: 'transient', action: checkAgain },
  );

const noInternet = (count: number): Fault =>
  new Fault(
    'network.no-internet',
    `This PC can't reach the internet. Check the router or the Wi-Fi. None of ${count} addresses answers.`,
    { kind: 'transient', action: checkAgain },
  );

/**
 * Returns the fault of this machine's network; null when it works or no component uses it. Addresses are only
 * tried while one of their components is in trouble.
 */
const findFault = async (
  { readInterfaces, users }: NetworkParts,
  signal: AbortSignal,
): Promise<Fault | null> => {
  const now = users();
  if (now.length === 0) return null;
  if (outsideAddresses(readInterfaces()).length === 0) return noNetwork();
  const addresses = [...new Map(now.map((user) => [user.address, user])).values()];
  if (addresses.length < fewestAddresses || !now.some(({ isInTrouble }) => isInTrouble)) return null;
  const answers = await Promise.all(addresses.map(({ attempt }) => attempt(signal)));
  return signal.aborted || answers.includes(true) ? null : noInternet(addresses.length);
};

/** Creates the component of this machine's network. It fails when the connection is lost. */
export const createNetworkComponent = (parts: NetworkParts): Component => ({
  initialize: async (context) => {
    const { clock, scope, signal } = context;
    const fault = await findFault(parts, signal);
    if (fault) throw fault;
    context.setCondition({
      type: 'Connected',
      status: 'true',
      reason: 'Connected',
      message: 'This PC has a network connection.',
    });
    let checking = false;
    const check = async (): Promise<void> => {
      if (checking) return;
      checking = true;
      const lost = await findFault(parts, signal);
      checking = false;
      if (lost && !signal.aborted) context.fail(lost);
    };
    scope.use(
      clock.setInterval(() => void check(), checkEveryMs),
      'network checks',
    );
  },
  getFact: () => {
    const names = [...new Set(outsideAddresses(parts.readInterfaces()).map(({ name }) => name))];
    return names.length === 0 ? null : `Address on ${names.join(', ')}`;
  },
});
