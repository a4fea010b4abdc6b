import type { Download } from '@playwright/test';
import type { DownloadItem } from 'electron';
import { fromWeb } from './protocol.ts';
import { onlyWhatIsOffered, type Offers } from './strictness.ts';
import type { StandInSession } from './system-modules.ts';

/** Asks the program about a download, as Electron's session does, and cancels it where the program prevents it. */
export const offerDownload = async (download: Download, session: StandInSession): Promise<void> => {
  const item: Offers<DownloadItem, 'getURL' | 'getFilename'> = onlyWhatIsOffered('DownloadItem', {
    getURL: () => fromWeb(download.url()),
    getFilename: () => download.suggestedFilename(),
  });
  const event = { defaultPrevented: false, preventDefault: () => (event.defaultPrevented = true) };
  session.emit('will-download', event, item);
  if (event.defaultPrevented) await download.cancel();
};
