import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const isInstalled = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** True when a spec can give a program a session bus and a keyring of its own. */
export const hasOwnBus = (): boolean =>
  ['dbus-run-session', 'gnome-keyring-daemon', 'setpriv'].every(isInstalled);

/** Command that runs a program on a new session bus, whose keyring nobody has unlocked. */
export const lockedKeyring: readonly string[] = ['dbus-run-session', '--'];

const isOwned =
  'dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets';

/**
 * Command that runs a program on a new session bus whose keyring has its name and does not answer: its
 * process is stopped. It ends with the shell that started it.
 */
export const silentKeyring: readonly string[] = [
  'dbus-run-session',
  '--',
  'bash',
  '-c',
  [
    'setpriv --pdeathsig KILL gnome-keyring-daemon --foreground --components=secrets >/dev/null 2>&1 & keyring=$!',
    `until ${isOwned} 2>/dev/null | grep -q true; do sleep 0.1; done`,
    'kill -STOP $keyring',
    '"$@"; code=$?',
    'kill -KILL $keyring; exit $code',
  ].join('\n'),
  'keyring',
];
