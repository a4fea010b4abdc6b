import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunMode } from '#shared/model/index.ts';

/** What the command line and the environment say to the desktop program. */
export interface DesktopArguments {
  /** Null for the platform's own place. */
  readonly home: string | null;
  readonly mode: RunMode | null;
  /** Set on the program's own restart after a crash. */
  readonly restartedAfterCrash: boolean;
}

export const RESTARTED_AFTER_CRASH = '--restarted-after-crash';

/**
 * Reads our own flags out of a command line that also holds Chromium's and the system's: those are left alone, so an unknown
 * flag is no error here.
 */
export const readDesktopArguments = (
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): DesktopArguments => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      home: { type: 'string' },
      rehearsal: { type: 'boolean' },
      live: { type: 'boolean' },
      'restarted-after-crash': { type: 'boolean' },
    },
    strict: false,
    allowPositionals: true,
  });
  const home = typeof values['home'] === 'string' ? values['home'] : env['CUELIGHT_HOME'];
  const mode = values['rehearsal'] === true ? 'rehearsal' : values['live'] === true ? 'live' : null;
  return {
    home: home === undefined || home === '' ? null : resolve(home),
    mode,
    restartedAfterCrash: values['restarted-after-crash'] === true,
  };
};

/** The same command line in another mode, for the program's own restart. */
export const argumentsInMode = (argv: readonly string[], mode: RunMode): string[] => [
  ...argv.filter((argument) => !['--rehearsal', '--live', RESTARTED_AFTER_CRASH].includes(argument)),
  `--${mode}`,
];
