import type { Fault } from '#shared/kernel/index.ts';
import type { Application } from '../shared/index.ts';
import type { HostedUpdate } from './update-host.ts';

/** The program during its start: stop requests and window requests may come before it is built. */
export interface Program {
  /** Sets the built application. */
  use(application: Application): void;
  /** Sets the function that opens the window. */
  openWith(open: () => void): void;
  /** Adds a resource that is disposed when the program ends, in reverse order. */
  defer(stop: () => Promise<readonly Fault[]>): void;
  /** True after a stop request. */
  readonly isStopping: boolean;
  /** The update of this program, which is installed when everything has stopped. */
  readonly update: HostedUpdate;
  /** The running build, for which a stop waits within its time limit. */
  building: Promise<unknown>;
}
