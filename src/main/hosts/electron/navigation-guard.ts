import type { WebContents } from 'electron';
import type { PageOrigin } from './page-origin.ts';

export interface NavigationGuardOptions {
  readonly origin: PageOrigin;
  /** Called for everything refused. The address may come from an attacker: log it as data. */
  readonly onRefused: (
    attempt: 'navigation' | 'frame' | 'redirect' | 'window' | 'webview',
    address: string,
  ) => void;
  /** Opens an address in the system's browser instead of a new window. */
  readonly openLink: (address: string) => void;
}

/**
 * Restricts a page to its own origin: no frames of other origins, no redirects out, no new windows and no
 * `<webview>`. Must be installed on every WebContents before it loads anything.
 */
export const guardNavigation = (contents: WebContents, options: NavigationGuardOptions): void => {
  const { origin, onRefused } = options;
  contents.on('will-frame-navigate', (details) => {
    if (origin.isOwn(details.url)) return;
    details.preventDefault();
    onRefused(details.isMainFrame ? 'navigation' : 'frame', details.url);
  });
  // Comes after the event above for a main frame, and only where that one was not prevented.
  contents.on('will-navigate', (details) => {
    if (origin.isOwn(details.url)) return;
    details.preventDefault();
    onRefused('navigation', details.url);
  });
  contents.on('will-redirect', (details) => {
    if (origin.isOwn(details.url)) return;
    details.preventDefault();
    onRefused('redirect', details.url);
  });
  contents.on('will-attach-webview', (event, _preferences, parameters) => {
    event.preventDefault();
    onRefused('webview', parameters['src'] ?? '');
  });
  contents.setWindowOpenHandler(({ url }) => {
    onRefused('window', url);
    options.openLink(url);
    return { action: 'deny' };
  });
};
