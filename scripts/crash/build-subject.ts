import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Bundles the programs that are killed, so that they start quickly; returns the files to run. */
export const buildSubjects = async (
  folder: string,
): Promise<{ readonly subject: string; readonly journalSubject: string }> => {
  const source = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  await build({
    configFile: false,
    logLevel: 'error',
    root: source('.'),
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node24',
      outDir: folder,
      emptyOutDir: true,
      rollupOptions: {
        input: {
          subject: source('subject.ts'),
          'journal-subject': source('journal-subject.ts'),
          'journal-process': source('../../src/main/journal/process/journal-process.ts'),
          'stepping-journal-worker': source('stepping-journal-worker.ts'),
        },
      },
    },
  });
  return { subject: `${folder}/subject.js`, journalSubject: `${folder}/journal-subject.js` };
};
