import { spawn } from 'node:child_process';

export interface BrowserCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** Returns the command that opens a URL in the user's browser; null without a display. */
export const browserCommand = (
  url: string,
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): BrowserCommand | null => {
  if (platform === 'darwin') return { command: 'open', args: [url] };
  // `start` uses its first quoted argument as a title.
  if (platform === 'win32') return { command: 'cmd', args: ['/c', 'start', '""', url] };
  const hasScreen = Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
  return hasScreen ? { command: 'xdg-open', args: [url] } : null;
};

/** Starts the command detached. Resolves with true when it started. */
export const launchBrowser = ({ command, args }: BrowserCommand): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(command, [...args], { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
