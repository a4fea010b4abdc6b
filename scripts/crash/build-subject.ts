import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Bundles the program that is killed, so that starting it is quick; returns the file to run. */
export const buildSubject = async (folder: string): Promise<string> => {
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
          'stepping-journal-worker': source('stepping-journal-worker.ts'),
        },
      },
    },
  });
  return `${folder}/subject.js`;
};
