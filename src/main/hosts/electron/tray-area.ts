import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** True when the desktop shows tray icons, false when it does not, null when that is unknown. */
export type TrayArea = boolean | null;

/** Milliseconds for the answer of the desktop, for which a person waits. */
const answerLimitMs = 1_000;

const watcher = 'org.kde.StatusNotifierWatcher';
const property = 'IsStatusNotifierHostRegistered';

/** The programs of Linux desktops that read a property from the session bus. */
const readers: readonly (readonly [program: string, args: string])[] = [
  ['busctl', `--user get-property ${watcher} /StatusNotifierWatcher ${watcher} ${property}`],
  [
    'gdbus',
    `call --session --dest ${watcher} --object-path /StatusNotifierWatcher --method org.freedesktop.DBus.Properties.Get ${watcher} ${property}`,
  ],
];

/** The outcome of a reader: its output, or the reason why it has none. */
export type Reading =
  | { readonly kind: 'output'; readonly text: string }
  /** The bus answered that there is no such name. */
  | { readonly kind: 'refused'; readonly text: string }
  /** The program is missing or did not answer. */
  | { readonly kind: 'failed' };

export type RunReader = (program: string, args: readonly string[]) => Promise<Reading>;

const run = promisify(execFile);

/** Runs a reader without a shell, and kills it after the time limit. */
export const runReader = async (
  program: string,
  args: readonly string[],
  limitMs = answerLimitMs,
): Promise<Reading> => {
  try {
    const { stdout } = await run(program, args, { timeout: limitMs });
    return { kind: 'output', text: stdout };
  } catch (thrown) {
    const { code, stderr } = thrown as { code?: unknown; stderr?: unknown };
    // A number is the program's own exit code; a word is the system's reason why it did not run.
    return typeof code === 'number' && typeof stderr === 'string'
      ? { kind: 'refused', text: stderr }
      : { kind: 'failed' };
  }
};

/** The bus's words for a name without an owner, as both readers print them. */
const nobody = /ServiceUnknown|NameHasNoOwner|not provided by any|activatable|has no owner/i;

/**
 * Finds out if this Linux desktop shows tray icons. Electron does not tell: it creates a tray icon also where
 * nobody shows it. Asks the session bus for a host of status icons, which GNOME lacks without an extension.
 */
export const findTrayArea = async (
  env: Readonly<Record<string, string | undefined>>,
  read: RunReader = (program, args) => runReader(program, args),
): Promise<TrayArea> => {
  // Without a bus, a reader would start one that knows nobody.
  if ((env['DBUS_SESSION_BUS_ADDRESS'] ?? '') === '') return null;
  for (const [program, args] of readers) {
    const reading = await read(program, args.split(' '));
    if (reading.kind === 'output') return /\btrue\b/.test(reading.text);
    if (reading.kind === 'refused' && nobody.test(reading.text)) return false;
  }
  return null;
};
