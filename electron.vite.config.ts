import { defineConfig } from 'electron-vite';
import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { bundledPackages } from './scripts/build/bundled-packages.ts';
import { precompress } from './scripts/build/precompress.ts';
import { updateSourceOf } from './scripts/build/update-source.ts';

const fromRoot = (path: string): string => resolve(import.meta.dirname, path);

export default defineConfig({
  main: {
    define: { __CUELIGHT_UPDATES__: JSON.stringify(updateSourceOf(process.env)) },
    plugins: [bundledPackages(import.meta.dirname)],
    build: {
      target: 'node24',
      rollupOptions: {
        input: {
          index: fromRoot('src/main/index.ts'),
          headless: fromRoot('src/main/headless.ts'),
          'journal-process': fromRoot('src/main/journal/process/journal-process.ts'),
          'journal-worker': fromRoot('src/main/journal/worker/journal-worker.ts'),
          'keyring-process': fromRoot('src/main/settings/vault/keyring-process.ts'),
        },
      },
    },
  },
  preload: {
    plugins: [bundledPackages(import.meta.dirname)],
    build: {
      rollupOptions: {
        input: { index: fromRoot('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: fromRoot('src/renderer'),
    plugins: [react(), precompress(), bundledPackages(import.meta.dirname)],
    build: {
      // Fonts and pictures stay files: the content policy takes no data: fonts.
      assetsInlineLimit: 0,
      minify: true,
      rollupOptions: {
        input: { window: fromRoot('src/renderer/index.html'), dock: fromRoot('src/renderer/dock.html') },
        output: {
          // Chunks run before the entry that imports them. In one chunk with zod, its setting comes before
          // every schema.
          codeSplitting: {
            groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]|[\\/]interpreted-schemas\.ts$/ }],
          },
        },
      },
    },
  },
});
