import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The window over an in-memory host, for work on pages. Run it from the repository's root:
//   npx vite --config src/renderer/preview/vite.config.ts
const standIns = `${import.meta.dirname}/node-stand-ins.ts`;

export default defineConfig({
  resolve: {
    alias: {
      'node:async_hooks': standIns,
      '@orpc/openapi/node': standIns,
      '@orpc/server/ws': standIns,
    },
  },
  root: 'src/renderer',
  plugins: [react()],
  build: {
    outDir: '../../out/preview',
    emptyOutDir: true,
    rollupOptions: { input: 'preview/index.html' },
  },
  server: { host: '127.0.0.1', open: '/preview/' },
});
