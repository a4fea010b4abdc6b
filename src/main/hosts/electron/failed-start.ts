import type { App, Dialog } from 'electron';
import { Fault, sleep, type Clock } from '#shared/kernel/index.ts';

/** Milliseconds until a box that nobody closes is closed: the program must not stay for ever without a window. */
const boxLimitMs = 60_000;

export interface FailedStartOptions {
  readonly app: Pick<App, 'quit' | 'releaseSingleInstanceLock' | 'whenReady'>;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly clock: Clock;
  readonly write: (text: string) => void;
  /** Called once, before anybody reads anything. */
  readonly onFailed: () => void;
}

export interface FailedStart {
  /** Reason why the program cannot start; null while it can. */
  readonly fault: Fault | null;
  /** Says why, in the terminal and in a box, and quits. Only the first reason counts. */
  end(message: string): void;
}

/**
 * Ends a program that cannot start, by quitting: whoever listens to that stops what there is and gives the exit code. The box is not modal to the process: signals, quitting and a second start work while
 * somebody reads it. A second start may try again by itself, for the reason may be gone.
 */
export const createFailedStart = (options: FailedStartOptions): FailedStart => {
  const { app, dialog, clock } = options;
  let fault: Fault | null = null;
  const show = async (message: string): Promise<void> => {
    await app.whenReady();
    const isRead = new AbortController();
    const box = dialog.showMessageBox({
      type: 'error',
      title: 'Cuelight',
      message: 'Cuelight cannot start',
      detail: message,
      buttons: ['Close'],
    });
    try {
      await Promise.race([box, sleep(clock, boxLimitMs, isRead.signal).catch(() => undefined)]);
    } finally {
      isRead.abort();
    }
  };
  return {
    get fault() {
      return fault;
    },
    end: (message) => {
      if (fault) return;
      fault = new Fault('desktop.not-started', message, { kind: 'configuration' });
      options.write(`${message}\n`);
      options.onFailed();
      app.releaseSingleInstanceLock();
      void show(message)
        .catch(() => undefined)
        .then(() => app.quit());
    },
  };
};
