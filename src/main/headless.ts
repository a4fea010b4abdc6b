/** The entry of the headless host. It holds nothing but the way out when the rest cannot be loaded. */
import { join } from 'node:path';
import process from 'node:process';

const endUnloaded = async (error: unknown): Promise<number> => {
  const reason = error instanceof Error ? error.message : String(error);
  const sentence = `Cuelight cannot start, because its program files do not load: ${reason}. Install Cuelight again.`;
  // Standard error may be closed, and what records in the log may be what is missing.
  process.stderr.on('error', () => undefined);
  process.stderr.write(`${sentence}\n`);
  await import('#main/hosts/shared/load-failure.ts')
    .then(({ recordLoadFailure }) =>
      recordLoadFailure(sentence, error, { argv: process.argv.slice(2), env: process.env, now: new Date() }),
    )
    .catch(() => undefined);
  return 1;
};

const run = async (): Promise<number> => {
  const { runHeadless } = await import('./headless-program.ts');
  // Two folders below the project's root, built or not.
  return runHeadless(join(import.meta.dirname, '..', '..'));
};

// Exits by itself: a library's forgotten timer must not keep a stopped program alive.
process.exit(await run().catch(endUnloaded));
