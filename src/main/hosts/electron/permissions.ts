import type { Session } from 'electron';

/** The only allowed permission: copying text that the operator chose to copy. */
const grantedToOwnPage: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/**
 * Denies every other permission of a session. Electron grants all permissions by default, and asks through
 * several handlers: requests, checks, devices, screen capture, pairing, and a chooser for each kind of
 * device.
 */
export const denyPermissions = (
  session: Session,
  options: { readonly isOwn: (address: string) => boolean; readonly onRefused: (permission: string) => void },
): void => {
  const allows = (permission: string, address: string, isMainFrame: boolean): boolean => {
    if (grantedToOwnPage.has(permission) && isMainFrame && options.isOwn(address)) return true;
    options.onRefused(permission);
    return false;
  };
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(allows(permission, details.requestingUrl, details.isMainFrame));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    allows(permission, details.requestingUrl ?? requestingOrigin, details.isMainFrame),
  );
  session.setDevicePermissionHandler(({ deviceType }) => {
    options.onRefused(deviceType);
    return false;
  });
  session.setDisplayMediaRequestHandler((_request, callback) => {
    options.onRefused('display-capture');
    callback(null);
  });
  session.setBluetoothPairingHandler((_details, callback) => {
    options.onRefused('bluetooth');
    callback({ confirmed: false });
  });
  session.on('select-hid-device', (event, _details, callback) => {
    event.preventDefault();
    callback('');
  });
  session.on('select-serial-port', (event, _ports, _contents, callback) => {
    event.preventDefault();
    callback('');
  });
  session.on('select-usb-device', (event, _details, callback) => {
    event.preventDefault();
    callback();
  });
};
