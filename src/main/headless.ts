/** The entry of the headless host. It contains only the exit for a program that does not load. */
import { join } from 'node:path';
import process from 'node:process';

const endUnloaded = async (thrown: unknown): Promise<number> => {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const sentence = `Cuelight cannot start, because its program files do not load: ${reason}. Install Cuelight again.`;
  // Standard error may be closed, and the logging module may be the one that is missing.
  process.stderr.on('error', () => undefined);
  process.stderr.write(`${sentence}\n`);
  try {
    const { recordLoadFailure } = await import('#main/hosts/shared/load-failure.ts');
    const { argv, env } = process;
    recordLoadFailure(sentence, thrown, { argv: argv.slice(2), env, now: new Date() });
  } catch {
    // Standard error has the sentence already.
  }
  return 1;
};

const run = async (): Promise<number> => {
  const { runHeadless } = await import('./headless-program.ts');
  // Two folders below the project's root, built or not.
  return runHeadless(join(import.meta.dirname, '..', '..'));
};

// Exits explicitly: a library's forgotten timer must not keep a stopped program alive.
process.exit(await run().catch(endUnloaded));
