import type { App, Dialog } from 'electron';
import { Fault, sleep, type Clock } from '#shared/kernel/index.ts';

/** Milliseconds until the message box closes automatically: the program must not stay without a window. */
const boxLimitMs = 60_000;

export interface FailedStartOptions {
  readonly app: Pick<App, 'quit' | 'releaseSingleInstanceLock' | 'whenReady'>;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly clock: Clock;
  readonly write: (text: string) => void;
  /** Called once, before the message is shown. */
  readonly onFailed: () => void;
}

export interface FailedStart {
  /** Reason why the program cannot start; null while there is none. */
  readonly fault: Fault | null;
  /** Shows the reason in the terminal and in a message box, and quits. Later reasons are ignored. */
  end(message: string): void;
}

/**
 * Ends a program that cannot start by quitting, so that listeners of the quit stop the rest and set the exit
 * code. The message box is not modal to the process: signals, quitting and a second start work while it is
 * open. A second start may retry, since the reason may be gone.
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
