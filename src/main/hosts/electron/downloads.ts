import type { Session } from 'electron';

export interface DownloadGuardOptions {
  readonly isOwn: (address: string) => boolean;
  /** Called for everything refused. The address may come from an attacker: log it as data. */
  readonly onRefused: (address: string) => void;
}

const blob = 'blob:';

/**
 * Restricts downloads to the exports that the page itself has made, for which Electron asks where to save
 * them. Every other download comes from a link that somebody else wrote.
 */
export const guardDownloads = (session: Pick<Session, 'on'>, options: DownloadGuardOptions): void => {
  session.on('will-download', (event, item) => {
    const address = item.getURL();
    if (address.startsWith(blob) && options.isOwn(address.slice(blob.length))) return;
    event.preventDefault();
    options.onRefused(address);
  });
};
