import type { Component } from '#core/index.ts';
import { Fault, type FaultAction } from '#shared/kernel/index.ts';
import { outsideAddresses, type Interfaces } from './network-interfaces.ts';

/** One component that is set up and goes over the internet, now. */
export interface NetworkUser {
  /** Host and port that it connects to. */
  readonly address: string;
  readonly isInTrouble: boolean;
  /** Resolves with true when somebody answers at the address. Never rejects. */
  readonly attempt: (signal: AbortSignal) => Promise<boolean>;
}

export interface NetworkParts {
  readonly readInterfaces: () => Interfaces;
  /** Read anew at each look: addresses and what is set up come with the settings. */
  readonly users: () => readonly NetworkUser[];
}

/** Milliseconds between two looks. Reading the interfaces takes a fraction of one. */
const lookEveryMs = 2_000;
/** One address alone may be down by itself. */
const fewestWitnesses = 2;

const checkAgain: FaultAction = { kind: 'retry', label: 'Check again' };

const noNetwork = (): Fault =>
  new Fault(
    'network.no-network',
    'This PC has no network connection. Check the cable or the Wi-Fi. Cuelight reconnects by itself.',
    { kind: 'transient', action: checkAgain },
  );

const noInternet = (asked: number): Fault =>
  new Fault(
    'network.no-internet',
    `This PC can't reach the internet. Check the router or the Wi-Fi. None of ${asked} addresses answers.`,
    { kind: 'transient', action: checkAgain },
  );

/**
 * Returns the reason why this machine reaches nobody; null when it does, and while nothing that is set up goes over the
 * internet. Addresses are only tried while one of their components is in trouble.
 */
const look = async ({ readInterfaces, users }: NetworkParts, signal: AbortSignal): Promise<Fault | null> => {
  const now = users();
  if (now.length === 0) return null;
  if (outsideAddresses(readInterfaces()).length === 0) return noNetwork();
  const witnesses = [...new Map(now.map((user) => [user.address, user])).values()];
  if (witnesses.length < fewestWitnesses || !now.some(({ isInTrouble }) => isInTrouble)) return null;
  const answers = await Promise.all(witnesses.map(({ attempt }) => attempt(signal)));
  return signal.aborted || answers.includes(true) ? null : noInternet(witnesses.length);
};

/** The network of this machine. It runs while the machine is connected, and fails when the connection is gone. */
export const createNetworkComponent = (parts: NetworkParts): Component => ({
  initialize: async (context) => {
    const { clock, scope, signal } = context;
    const fault = await look(parts, signal);
    if (fault) throw fault;
    context.setCondition({
      type: 'Connected',
      status: 'true',
      reason: 'Connected',
      message: 'This PC has a network connection.',
    });
    let looking = false;
    const lookAgain = async (): Promise<void> => {
      if (looking) return;
      looking = true;
      const gone = await look(parts, signal);
      looking = false;
      if (gone && !signal.aborted) context.fail(gone);
    };
    scope.use(
      clock.setInterval(() => void lookAgain(), lookEveryMs),
      'network looks',
    );
  },
  getFact: () => {
    const names = [...new Set(outsideAddresses(parts.readInterfaces()).map(({ name }) => name))];
    return names.length === 0 ? null : names.join(', ');
  },
});
