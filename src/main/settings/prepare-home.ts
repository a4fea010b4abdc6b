import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import { describeFileError } from './file-errors.ts';

/**
 * Makes the home where it is missing, readable by its owner alone, and makes sure that it can be written before anything
 * relies on it. A folder that is there already keeps its permissions.
 */
export const prepareHome = async (home: string): Promise<Result<{ readonly created: boolean }, Fault>> => {
  try {
    const created = (await mkdir(home, { recursive: true, mode: 0o700 })) !== undefined;
    if (!(await stat(home)).isDirectory()) throw new Error('it is not a folder');
    const trial = join(home, `.cuelight-trial-${process.pid}`);
    await writeFile(trial, '', { mode: 0o600 });
    await rm(trial);
    return ok({ created });
  } catch (thrown) {
    return err(
      new Fault(
        'home.not-writable',
        `Cuelight cannot keep its data in ${home}: ${describeHomeError(thrown)}. Or choose another place with --home.`,
        { kind: 'configuration', cause: thrown },
      ),
    );
  }
};

const describeHomeError = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST'
    ? 'there is a file of that name; move it away'
    : describeFileError(thrown);
