import type { App, IpcMain, Net, Protocol, Session, Shell, WebContents } from 'electron';
import type { Application, Quiet } from '../shared/index.ts';
import { createLinkOpener } from './external-links.ts';
import { installPageGuards } from './page-guards.ts';
import { appOrigin, type PageOrigin } from './page-origin.ts';
import { checkElectron } from './self-check/electron-self-check.ts';
import { createSandboxReader } from './self-check/process-sandbox.ts';

export interface GuardPagesOptions {
  /** The parts of Electron that the guards and their check use. */
  readonly electron: {
    readonly app: App;
    readonly ipcMain: IpcMain;
    readonly net: Pick<Net, 'fetch'>;
    readonly protocol: Pick<Protocol, 'isProtocolHandled'>;
    readonly session: { readonly defaultSession: Session; fromPartition(name: string): Session };
    readonly shell: Pick<Shell, 'openExternal'>;
    readonly webContents: { getAllWebContents(): WebContents[] };
  };
  readonly application: Application;
  readonly origin: PageOrigin;
  /** The periods in which the check tries the guards. */
  readonly quiet: Quiet;
}

/** Installs the guards of all pages and sessions, and the security check that tries them. */
export const guardPages = ({ electron, application, origin, quiet }: GuardPagesOptions): void => {
  const { app, ipcMain, net, protocol, session, shell, webContents } = electron;
  const logger = quiet.logger(application.logger.child('page-guard'));
  const guards = installPageGuards({
    app,
    defaultSession: session.defaultSession,
    openInBrowser: (address) => shell.openExternal(address),
    origin,
    logger,
  });
  application.security.serve(() =>
    checkElectron({
      isPackaged: app.isPackaged,
      isDevelopmentPage: origin !== appOrigin,
      hasSwitch: (name) => app.commandLine.hasSwitch(name),
      allContents: () => webContents.getAllWebContents(),
      ipcMain,
      isProtocolHandled: (scheme) => protocol.isProtocolHandled(scheme),
      fetch: (address, method = 'GET') => net.fetch(address, { method }),
      createSession: () => session.fromPartition('security-check'),
      createLinkOpener,
      guards,
      origin,
      electronVersion: process.versions['electron'] ?? null,
      clock: application.clock,
      platform: process.platform,
      execPath: process.execPath,
      readSandbox: createSandboxReader(process.platform, () => app.getAppMetrics()),
      quiet,
      logger,
    }),
  );
};
