import { toDisposable } from '#shared/kernel/index.ts';
import type { RunMode } from '#shared/model/index.ts';

/** The part of Node's process that a host listens to. */
export type ProcessEvents = Pick<NodeJS.Process, 'on' | 'off'>;

/** Reason for stopping the host. */
export type StopReason =
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'crash'; readonly error: unknown }
  | { readonly kind: 'switch-mode'; readonly mode: RunMode }
  /** The operation that quits Cuelight. */
  | { readonly kind: 'quit' }
  /** The end of the scenario, when the host was started with `--until-end`. */
  | { readonly kind: 'scenario-ended'; readonly succeeded: boolean };

export interface StopRequest extends Disposable {
  /** Resolves with the first reason to stop. */
  readonly first: Promise<StopReason>;
  /** Requests a stop from within the program. */
  ask(reason: StopReason): void;
  /** Sets the listener of unhandled rejections. Without a listener a rejection stops the program. */
  onRejection(listener: (reason: unknown) => void): Disposable;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Listens for signals and for uncaught exceptions, after which the program's state cannot be trusted. An
 * unhandled rejection leaves the program as it was. A second signal means that its sender does not want to
 * wait, and calls `onImpatience`.
 */
export const listenForStop = (process: ProcessEvents, onImpatience: () => void): StopRequest => {
  const { promise, resolve } = Promise.withResolvers<StopReason>();
  let signalled = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (signalled) onImpatience();
    signalled = true;
    resolve({ kind: 'signal', signal });
  };
  const onError = (error: unknown): void => resolve({ kind: 'crash', error });
  let rejectionListener: ((reason: unknown) => void) | null = null;
  const onRejection = (reason: unknown): void => {
    if (rejectionListener) rejectionListener(reason);
    else onError(reason);
  };
  for (const signal of signals) process.on(signal, onSignal);
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onRejection);
  return {
    first: promise,
    ask: resolve,
    onRejection: (listener) => {
      rejectionListener = listener;
      return toDisposable(() => (rejectionListener = null));
    },
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, onSignal);
      process.off('uncaughtException', onError);
      process.off('unhandledRejection', onRejection);
    },
  };
};
