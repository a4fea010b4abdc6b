import type { IpcMain, Session, WebContents } from 'electron';
import type { Logger } from '#core/logger.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { Quiet } from '../../shared/index.ts';
import type { createLinkOpener } from '../external-links.ts';
import type { PageGuards } from '../page-guards.ts';
import type { PageOrigin } from '../page-origin.ts';

/** The real objects of the running program that the self-check asks. */
export interface SelfCheckParts {
  readonly isPackaged: boolean;
  /** True when the page comes from the server of `npm run dev`. */
  readonly isDevelopmentPage: boolean;
  /** True when a switch is on the command line of Chromium. */
  readonly hasSwitch: (name: string) => boolean;
  readonly allContents: () => readonly WebContents[];
  readonly ipcMain: Pick<IpcMain, 'emit' | 'eventNames'>;
  readonly isProtocolHandled: (scheme: string) => boolean;
  /** Sends a request through the protocols of the default session. */
  readonly fetch: (address: string, method?: string) => Promise<Response>;
  /** Creates a session without data on disk. */
  readonly createSession: () => Session;
  /** Creates the function that opens links, with another function in place of the system's browser. */
  readonly createLinkOpener: typeof createLinkOpener;
  readonly guards: PageGuards;
  readonly origin: PageOrigin;
  readonly electronVersion: string | null;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  readonly execPath: string;
  /** Returns the sandbox of a process; null where the system does not say. */
  readonly readSandbox: (pid: number) => Promise<boolean | null>;
  readonly quiet: Quiet;
  readonly logger: Logger;
}
