/** The entry of the headless host. It holds nothing but the way out when the rest cannot be loaded. */
import { join } from 'node:path';
import process from 'node:process';

const endUnloaded = async (thrown: unknown): Promise<number> => {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const sentence = `Cuelight cannot start, because its program files do not load: ${reason}. Install Cuelight again.`;
  // Standard error may be closed, and what records in the log may be what is missing.
  process.stderr.on('error', () => undefined);
  process.stderr.write(`${sentence}\n`);
  try {
    const { recordLoadFailure } = await import('#main/hosts/shared/load-failure.ts');
    const { argv, env } = process;
    recordLoadFailure(sentence, thrown, { argv: argv.slice(2), env, now: new Date() });
  } catch {
    // Said on standard error already.
  }
  return 1;
};

const run = async (): Promise<number> => {
  const { runHeadless } = await import('./headless-program.ts');
  // Two folders below the project's root, built or not.
  return runHeadless(join(import.meta.dirname, '..', '..'));
};

// Exits by itself: a library's forgotten timer must not keep a stopped program alive.
process.exit(await run().catch(endUnloaded));
