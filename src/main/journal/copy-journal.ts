import { err, ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import { mixedUp } from './journal-messages.ts';
import { JournalReader } from './journal-reader.ts';
import type { JournalBackup } from './port.ts';
import type { JournalThreads } from './threads/thread-port.ts';

/** Copies a journal that is not open, in its own format, before a migration changes it. Checks the copy. */
export const copyJournal = async (
  options: { readonly file: string; readonly threads: JournalThreads; readonly clock: Clock },
  copy: string,
): Promise<Result<JournalBackup, Fault>> => {
  const reader = new JournalReader(options);
  try {
    const made = await reader.ask({ kind: 'backup', file: copy });
    if (!made.ok) return made;
    return made.value.kind === 'backup' ? ok(made.value.backup) : err(mixedUp());
  } finally {
    await reader.stop();
  }
};
