import type { BrowserContext } from '@playwright/test';
import type { Session } from 'electron';
import type { StandInSession } from './system-modules.ts';

type Request = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;

/** Chromium's permissions by Playwright's names, with the names that Electron asks the program by. */
const permissions: readonly (readonly [playwright: string, electron: Parameters<Request>[1]])[] = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['midi', 'midi'],
  ['camera', 'media'],
  ['microphone', 'media'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-write', 'clipboard-sanitized-write'],
  ['storage-access', 'storage-access'],
];

/**
 * Grants a page in Chromium what the program's handlers allow: everything where there is no handler, as
 * Electron does. Both handlers are asked, because a page may ask first and may act without asking.
 */
export const grantPermissions = async (
  context: Pick<BrowserContext, 'grantPermissions'>,
  session: StandInSession,
  page: { readonly address: string; readonly webOrigin: string },
): Promise<void> => {
  const details = { isMainFrame: true, requestingUrl: page.address };
  const allows = async (permission: Parameters<Request>[1]): Promise<boolean> => {
    const request = session.permissionRequest;
    const check = session.permissionCheck;
    const requested =
      request === null ||
      (await new Promise<boolean>((answer) =>
        request({} as Parameters<Request>[0], permission, answer, details),
      ));
    const checked = check === null || check(null, permission, page.address, details);
    return requested && checked;
  };
  const granted: string[] = [];
  for (const [name, permission] of permissions) if (await allows(permission)) granted.push(name);
  await context.grantPermissions(granted, { origin: page.webOrigin });
};
