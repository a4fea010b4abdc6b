/**
 * URLs of the code for the journal's process and threads, next to a script of this folder or next to its
 * bundle.
 */
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
