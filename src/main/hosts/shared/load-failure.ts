import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { homePath } from './home.ts';

/** Returns the home of a command line of either host; null when it names none. */
const homeIn = (argv: readonly string[]): string | null => {
  const { values } = parseArgs({
    args: [...argv],
    options: { home: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  return typeof values.home === 'string' && values.home !== '' ? values.home : null;
};

/** Appends the load failure of the program to the log of the home. Throws when the log cannot be written. */
export const recordLoadFailure = (
  sentence: string,
  error: unknown,
  start: {
    readonly argv: readonly string[];
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly now: Date;
  },
): void => {
  const folder = join(homePath(homeIn(start.argv), start.env), 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const line = {
    '@timestamp': start.now.toISOString(),
    level: 'ERROR',
    message: sentence,
    logger: 'orchestrator.entry',
    properties: { error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
  };
  appendFileSync(join(folder, 'cuelight.log'), `${JSON.stringify(line)}\n`, { mode: 0o600 });
};
