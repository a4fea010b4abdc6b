import type { App, Session } from 'electron';
import type { Logger } from '#core/logger.ts';
import { guardDownloads } from './downloads.ts';
import { createLinkOpener } from './external-links.ts';
import { guardNavigation } from './navigation-guard.ts';
import type { PageOrigin } from './page-origin.ts';
import { denyPermissions } from './permissions.ts';

export interface PageGuardsOptions {
  readonly app: Pick<App, 'on'>;
  readonly defaultSession: Session;
  /** Opens an address in the system's browser. Only called with checked addresses. */
  readonly openInBrowser: (address: string) => Promise<void>;
  readonly origin: PageOrigin;
  readonly logger: Logger;
}

/** The guards of all pages and sessions, as the self-check asks them. */
export interface PageGuards {
  /** Number of windows that pages tried to open. */
  readonly refusedWindows: number;
  /** True when the permission handlers of a session are installed. */
  isGuarded(session: Session): boolean;
}

/** Installs the guards on every current and future page and session, before anything is loaded. */
export const installPageGuards = (options: PageGuardsOptions): PageGuards => {
  const { app, origin, logger } = options;
  const openLink = createLinkOpener(options.openInBrowser, logger);
  let refusedWindows = 0;
  app.on('web-contents-created', (_event, contents) => {
    guardNavigation(contents, {
      origin,
      openLink,
      onRefused: (attempt, address) => {
        if (attempt === 'window') refusedWindows += 1;
        logger.warning('A navigation of the page was refused', { attempt, address: address.slice(0, 200) });
      },
    });
  });

  const guarded = new WeakSet<Session>();
  const guardSession = (session: Session): void => {
    if (guarded.has(session)) return;
    guarded.add(session);
    denyPermissions(session, {
      isOwn: (address) => origin.isOwn(address),
      onRefused: (permission) => logger.debug('A permission was refused', { permission }),
    });
    guardDownloads(session, {
      isOwn: (address) => origin.isOwn(address),
      onRefused: (address) =>
        logger.warning('A download of the page was refused', { address: address.slice(0, 200) }),
    });
  };
  app.on('session-created', guardSession);
  guardSession(options.defaultSession);
  return {
    get refusedWindows() {
      return refusedWindows;
    },
    isGuarded: (session) => guarded.has(session),
  };
};
