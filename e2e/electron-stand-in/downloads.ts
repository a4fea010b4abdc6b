import type { Download } from '@playwright/test';
import type { DownloadItem } from 'electron';
import { fromWeb } from './protocol.ts';
import { onlyWhatIsOffered, type Offers } from './strictness.ts';
import type { StandInSession } from './system-modules.ts';

/**
 * Asks the program about a download, as Electron's session does, and cancels it where the program
 * prevents it.
 */
export const offerDownload = async (download: Download, session: StandInSession): Promise<void> => {
  let savePath: string | null = null;
  const item: Offers<DownloadItem, 'getURL' | 'getFilename' | 'setSavePath'> = onlyWhatIsOffered(
    'DownloadItem',
    {
      getURL: () => fromWeb(download.url()),
      getFilename: () => download.suggestedFilename(),
      setSavePath: (path) => (savePath = path),
    },
  );
  const event = { defaultPrevented: false, preventDefault: () => (event.defaultPrevented = true) };
  session.emit('will-download', event, item);
  if (event.defaultPrevented) await download.cancel();
  // Nobody answers the question that Electron asks without a path.
  else if (savePath !== null) await download.saveAs(savePath);
};
