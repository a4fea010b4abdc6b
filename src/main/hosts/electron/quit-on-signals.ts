const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** The part of the process that listens for signals. */
export type SignalledProcess = Pick<NodeJS.Process, 'on' | 'off'>;

/**
 * Quits at every signal that asks the program to end. Takes the signals over again when called with the same
 * function a second time: Node asks the system for a signal only with the first listener.
 */
export const quitOnSignals = (process: SignalledProcess, quit: () => void): void => {
  for (const signal of signals) process.off(signal, quit).on(signal, quit);
};
