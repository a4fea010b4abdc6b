/**
 * The entry of the desktop program. It contains only the exit for a program that does not load: a static
 * import that fails would end in Electron's own message box, in a process without a window.
 */
import { join } from 'node:path';
import { app, dialog } from 'electron';

/** Milliseconds that a person has to read why the program exits. */
const readingTimeMs = 10_000;

const endUnloaded = async (thrown: unknown): Promise<void> => {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const sentence = `Cuelight cannot start, because its program files do not load: ${reason}. Install Cuelight again.`;
  process.exitCode = 1;
  // Standard error may be closed, and the logging module may be the one that is missing.
  process.stderr.on('error', () => undefined);
  process.stderr.write(`${sentence}\n`);
  try {
    const { recordLoadFailure } = await import('#main/hosts/shared/load-failure.ts');
    const { argv, env } = process;
    recordLoadFailure(sentence, thrown, { argv: argv.slice(1), env, now: new Date() });
  } catch {
    // Standard error has the sentence already.
  }
  setTimeout(() => app.exit(1), readingTimeMs);
  app.on('before-quit', () => app.exit(1));
  await app.whenReady();
  await dialog.showMessageBox({
    type: 'error',
    title: 'Cuelight',
    message: 'Cuelight cannot start',
    detail: sentence,
  });
  app.exit(1);
};

try {
  // Awaited while the entry is evaluated: the sandbox, the scheme and the data folder must be set before
  // Electron is ready.
  const { startDesktop } = await import('./desktop-program.ts');
  // Two folders below the project's root, built or not.
  startDesktop(join(import.meta.dirname, '..', '..'));
} catch (error) {
  // Not awaited: Electron becomes ready only after its entry.
  endUnloaded(error).catch(() => app.exit(1));
}
