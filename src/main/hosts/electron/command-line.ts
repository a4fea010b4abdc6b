import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunMode } from '#shared/model/index.ts';

/** The command line and environment of the desktop program. */
export interface DesktopArguments {
  /** Data folder; null for the platform's default. */
  readonly home: string | null;
  readonly mode: RunMode | null;
  /** True after the program's own restart after a crash. */
  readonly restartedAfterCrash: boolean;
}

export const RESTARTED_AFTER_CRASH = '--restarted-after-crash';

/**
 * Parses the flags of Cuelight. The command line also has flags of Chromium and the system, so unknown flags
 * are not errors.
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

/** Returns the command line with another mode, for the program's own restart. */
export const argumentsInMode = (argv: readonly string[], mode: RunMode): string[] => [
  ...argv.filter((argument) => !['--rehearsal', '--live', RESTARTED_AFTER_CRASH].includes(argument)),
  `--${mode}`,
];
