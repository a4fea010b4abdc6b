import { toDisposable } from '#shared/kernel/index.ts';
import type { RunMode } from '#shared/model/index.ts';

/** What of Node's process a host listens to. */
export type ProcessEvents = Pick<NodeJS.Process, 'on' | 'off'>;

/** Why the host is to stop. */
export type StopReason =
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'crash'; readonly error: unknown }
  | { readonly kind: 'switch-mode'; readonly mode: RunMode }
  /** The scenario was played once, and that was all that was asked for. */
  | { readonly kind: 'scenario-ended'; readonly well: boolean };

export interface StopRequest extends Disposable {
  /** Resolves with the first reason to stop. */
  readonly first: Promise<StopReason>;
  /** A reason that comes from within. */
  ask(reason: StopReason): void;
  /** Takes rejections that nobody handled; while nobody takes them, one of them ends the program. */
  onRejection(listener: (reason: unknown) => void): Disposable;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Listens for what ends a program: signals, and exceptions that nobody caught, after which nothing can be trusted. A rejected
 * promise that nobody awaited leaves the program as it was.
 * A second signal means that whoever sent it does not want to wait; `onImpatience` is called then.
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
  let taker: ((reason: unknown) => void) | null = null;
  const onRejection = (reason: unknown): void => {
    if (taker) taker(reason);
    else onError(reason);
  };
  for (const signal of signals) process.on(signal, onSignal);
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onRejection);
  return {
    first: promise,
    ask: resolve,
    onRejection: (listener) => {
      taker = listener;
      return toDisposable(() => (taker = null));
    },
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, onSignal);
      process.off('uncaughtException', onError);
      process.off('unhandledRejection', onRejection);
    },
  };
};
