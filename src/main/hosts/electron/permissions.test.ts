import type { Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { appOrigin } from './page-origin.ts';
import { denyPermissions } from './permissions.ts';
import { createFake, createPreventable } from './testing/fakes.ts';

type Handler = (...args: unknown[]) => unknown;

const setUp = () => {
  const handlers = new Map<string, Handler>();
  const keep =
    (name: string) =>
    (handler: Handler): void =>
      void handlers.set(name, handler);
  const names = [
    'setPermissionRequestHandler',
    'setPermissionCheckHandler',
    'setDevicePermissionHandler',
    'setDisplayMediaRequestHandler',
    'setBluetoothPairingHandler',
  ];
  const session = createFake<Session>(Object.fromEntries(names.map((name) => [name, keep(name)])));
  const refused: string[] = [];
  denyPermissions(session, {
    isOwn: (address) => appOrigin.isOwn(address),
    onRefused: (permission) => refused.push(permission),
  });
  const call = (name: string, ...args: unknown[]): unknown => {
    const handler = handlers.get(name);
    if (!handler) throw new Error(`${name} was not set`);
    return handler(...args);
  };
  const request = (permission: string, requestingUrl: string, isMainFrame = true): unknown => {
    let answer: unknown;
    const callback = (granted: boolean): void => {
      answer = granted;
    };
    call('setPermissionRequestHandler', {}, permission, callback, { requestingUrl, isMainFrame });
    return answer;
  };
  const check = (permission: string, requestingUrl: string, isMainFrame = true): unknown =>
    call('setPermissionCheckHandler', null, permission, requestingUrl, { requestingUrl, isMainFrame });
  return { session, refused, call, request, check };
};

/** The permissions in Electron's declarations. */
const everyPermission = [
  'ar',
  'automatic-fullscreen',
  'background-fetch',
  'background-sync',
  'captured-surface-control',
  'clipboard-read',
  'deprecated-sync-clipboard-read',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'geolocation-approximate',
  'hand-tracking',
  'hid',
  'idle-detection',
  'keyboardLock',
  'local-fonts',
  'local-network',
  'local-network-access',
  'loopback-network',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'nfc',
  'notifications',
  'openExternal',
  'payment-handler',
  'periodic-background-sync',
  'persistent-storage',
  'pointerLock',
  'screen-wake-lock',
  'sensors',
  'serial',
  'smart-card',
  'speaker-selection',
  'storage-access',
  'system-wake-lock',
  'top-level-storage-access',
  'usb',
  'vr',
  'web-app-installation',
  'web-printing',
  'window-management',
  'unknown',
];

describe('permissions', () => {
  it.each(everyPermission)('refuse %s to the own page, as a request and as a check', (permission) => {
    const { request, check, refused } = setUp();
    expect(request(permission, 'app://cuelight/')).toBe(false);
    expect(check(permission, 'app://cuelight/')).toBe(false);
    expect(refused).toEqual([permission, permission]);
  });

  it('allow the own page to copy text', () => {
    const { request, check } = setUp();
    expect(request('clipboard-sanitized-write', 'app://cuelight/')).toBe(true);
    expect(check('clipboard-sanitized-write', 'app://cuelight/')).toBe(true);
  });

  it('allow no other page and no frame to copy text', () => {
    const { request, check } = setUp();
    expect(request('clipboard-sanitized-write', 'https://evil.test/')).toBe(false);
    expect(check('clipboard-sanitized-write', 'app://cuelight/', false)).toBe(false);
  });

  it('refuse every device, screen and pairing', () => {
    const { call } = setUp();
    const answers: unknown[] = [];
    const answer = (value: unknown): void => void answers.push(value);
    expect(call('setDevicePermissionHandler', { deviceType: 'usb' })).toBe(false);
    call('setDisplayMediaRequestHandler', {}, answer);
    call('setBluetoothPairingHandler', {}, answer);
    expect(answers).toEqual([null, { confirmed: false }]);
  });

  it.each([
    ['select-hid-device', [{}]],
    ['select-serial-port', [[], {}]],
    ['select-usb-device', [{}]],
  ])('select nothing in %s', (event, args) => {
    const { session } = setUp();
    const preventable = createPreventable({});
    const chosen: unknown[] = [];
    session.emit(event, preventable, ...args, (id?: string) => chosen.push(id ?? ''));
    expect(preventable.prevented).toBe(true);
    expect(chosen).toEqual(['']);
  });
});
