import type { App } from 'electron';
import { createSystemClock } from '#shared/kernel/index.ts';
import type { Application } from '../shared/index.ts';
import { RESTARTED_AFTER_CRASH } from './command-line.ts';
import type { FailedStart } from './failed-start.ts';
import { createLateLogger } from './late-logger.ts';
import { arrangeRestart, tellLauncher } from './launcher.ts';
import { watchProcessFaults } from './process-faults.ts';
import { stopBeforeQuit, stopInOrder, type StopPart } from './quit-sequence.ts';
import { createUpdateHost, type HostedUpdate } from './update-host.ts';

/** The program during its start: stop requests and window requests may come before it is built. */
export interface Program {
  /** Sets the built application. */
  use(application: Application): void;
  /** Sets the function that opens the window. */
  openWith(open: () => void): void;
  /** Adds a resource that is disposed when the program ends, in reverse order. */
  defer(stop: StopPart): void;
  /** True after a stop request. */
  readonly isStopping: boolean;
  /** The update of this program, which is installed when everything has stopped. */
  readonly update: HostedUpdate;
  /** The running build, for which a stop waits within its time limit. */
  building: Promise<unknown>;
}

/** Listens for events before the program is built: quitting, signals, a second start, an exception. */
export const beginProgram = (app: App, failed: FailedStart, closeWindows: () => void): Program => {
  const clock = createSystemClock();
  const stops: StopPart[] = [];
  let application: Application | null = null;
  let isStopping = false;
  // The window opens as soon as it can.
  let open = (): void => undefined;
  const logger = createLateLogger(() => application?.logger.child('desktop') ?? null);
  const program: Program = {
    use: (built) => {
      application = built;
    },
    get isStopping() {
      return isStopping;
    },
    openWith: (opener) => (open = opener),
    defer: (stop) => void stops.unshift(stop),
    update: createUpdateHost({
      app,
      process,
      loadLibrary: async () => (await import('electron-updater')).default,
      logger,
      closeWindows,
    }),
    building: Promise.resolve(),
  };
  app.on('second-instance', () => open());
  app.on('activate', () => open());
  // The show continues without a window, which opens again from the tray, the dock or a second start.
  app.on('window-all-closed', () => undefined);
  stopBeforeQuit({
    app,
    clock,
    logger,
    stop: async () => {
      isStopping = true;
      tellLauncher(process, { cuelight: 'stopping' });
      await program.building.catch(() => undefined);
      const faults = await stopInOrder(stops);
      return failed.fault ? [failed.fault, ...faults] : faults;
    },
    beforeExit: () => program.update.handOver(),
    onTooLong: () => program.update.giveUp(),
  });
  watchProcessFaults({
    process,
    clock,
    logger,
    report: (draft) => void application?.gatewayPorts.system.events.emit('host', draft),
    end: (restart, error) => {
      if (!application) {
        failed.end(`Cuelight cannot start because of an uncaught error: ${error.message}`);
        return;
      }
      if (restart)
        arrangeRestart(process, app, [...new Set([...process.argv.slice(1), RESTARTED_AFTER_CRASH])]);
      app.quit();
    },
  });
  return program;
};
