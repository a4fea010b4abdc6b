/** The code of the journal's process and its threads, beside a script of this folder or beside its bundle. */
export const findJournalCode = (script: string): { readonly entry: URL; readonly workerUrl: URL } =>
  script.endsWith('.ts')
    ? {
        entry: new URL('../../src/main/journal/process/journal-process.ts', script),
        workerUrl: new URL('stepping-journal-worker.ts', script),
      }
    : {
        entry: new URL('journal-process.js', script),
        workerUrl: new URL('stepping-journal-worker.js', script),
      };
