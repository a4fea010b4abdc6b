import type { BrowserWindow } from 'electron';
import type { Clock, Fault, Result } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';

/** Milliseconds after the first paint of a window, so that the check does not slow down its start. */
const delayMs = 3_000;

export interface CheckAfterOpeningOptions {
  readonly window: Pick<BrowserWindow, 'once'>;
  readonly clock: Clock;
  readonly check: () => Promise<Result<unknown, Fault>>;
  readonly logger: Logger;
}

/** Checks the security of the program once a window has been open for a moment. */
export const checkAfterOpening = ({ window, clock, check, logger }: CheckAfterOpeningOptions): void => {
  let pending: Disposable | undefined;
  window.once('ready-to-show', () => {
    pending = clock.setTimeout(() => {
      check().catch((error: unknown) => logger.error('The security check could not be run', error));
    }, delayMs);
  });
  window.once('closed', () => pending?.[Symbol.dispose]());
};
