import type { DownloadItem, Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { guardDownloads } from './downloads.ts';
import { appOrigin } from './page-origin.ts';
import { createFake, createPreventable } from './testing/fakes.ts';

/** Starts a download, and returns whether it was prevented and what was reported. */
const download = (address: string): { readonly prevented: boolean; readonly refused: string[] } => {
  const session = createFake<Session>();
  const refused: string[] = [];
  guardDownloads(session, {
    isOwn: (each) => appOrigin.isOwn(each),
    onRefused: (each) => refused.push(each),
  });
  const event = createPreventable({});
  session.emit('will-download', event, createFake<DownloadItem>({ getURL: () => address }));
  return { prevented: event.prevented, refused };
};

describe('downloads', () => {
  it('saves an export of the page', () => {
    expect(download('blob:app://cuelight/0b6b6f0e')).toEqual({ prevented: false, refused: [] });
  });

  it.each([
    'https://evil.test/installer.deb',
    'blob:https://evil.test/0b6b6f0e',
    'blob:app://cuelight.evil.test/0b6b6f0e',
    'data:text/html,<script>1</script>',
    'app://cuelight/index.html',
    'file:///etc/passwd',
    'blob:',
  ])('refuses and reports %s', (address) => {
    expect(download(address)).toEqual({ prevented: true, refused: [address] });
  });
});
