/**
 * `npm run dev`: serves the window from Vite's development server with hot reload, and rebuilds and restarts
 * the host on each change. Uses the desktop app if Electron can run, else the headless host. Passes arguments
 * on to the host.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { createServer as createNetServer } from 'node:net';
import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { createServer, type ProxyOptions } from 'vite';
import { runInTerminal } from './launch/child.ts';
import { findElectron } from './launch/electron-binary.ts';

const root = resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);
const CHANGE_SETTLE_MS = 250;

const freePort = (): Promise<number> =>
  new Promise((tell, fail) => {
    const probe = createNetServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => tell(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const build = async (): Promise<boolean> => {
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const { code } = await runInTerminal(process.execPath, [vite, 'build', '--logLevel', 'warn'], { root });
  return code === 0;
};

/**
 * Forwards the development page's requests as if they came from the host's own page. The host's guards stay
 * active, and the Origin of any other site reaches them unchanged.
 */
const proxyTo = (hostOrigin: string, pageOrigin: string, webSocket: boolean): ProxyOptions => ({
  target: hostOrigin,
  changeOrigin: true,
  ws: webSocket,
  configure: (proxy) => {
    const rewrite = (request: {
      getHeader(name: string): unknown;
      setHeader(name: string, value: string): unknown;
    }): void => {
      if (request.getHeader('origin') === pageOrigin) request.setHeader('origin', hostOrigin);
    };
    proxy.on('proxyReq', rewrite);
    proxy.on('proxyReqWs', rewrite);
  },
});

const pagePort = await freePort();
const hostPort = await freePort();
const pageOrigin = `http://127.0.0.1:${pagePort}`;
const hostOrigin = `http://127.0.0.1:${hostPort}`;
const electron = await findElectron(root);
if (!electron.found) console.log(`Developing in the browser, because ${electron.reason}.`);

const server = await createServer({
  configFile: false,
  root: join(root, 'src/renderer'),
  plugins: [react()],
  server: {
    host: '127.0.0.1',
    port: pagePort,
    strictPort: true,
    proxy: {
      '/api': proxyTo(hostOrigin, pageOrigin, false),
      '/session': proxyTo(hostOrigin, pageOrigin, false),
      '/socket': proxyTo(hostOrigin, pageOrigin, true),
    },
  },
});

let host: ChildProcess | undefined;
let stopping = false;

const startHost = (): void => {
  const [program, programArgs] = electron.found
    ? [electron.path, [root, ...args]]
    : [process.execPath, [join(root, 'out/main/headless.js'), '--port', String(hostPort), ...args]];
  host = spawn(program, programArgs, {
    cwd: root,
    stdio: ['inherit', 'pipe', 'inherit'],
    env: { ...process.env, CUELIGHT_DEVELOPMENT_PAGE: pageOrigin },
  });
  // The host prints its own address, but the page to open is the development page.
  host.stdout?.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk.toString('utf8').replaceAll(hostOrigin, pageOrigin));
  });
};

const stopHost = (): Promise<void> =>
  new Promise((tell) => {
    if (!host || host.exitCode !== null || host.signalCode !== null) {
      tell();
      return;
    }
    host.once('exit', () => tell());
    host.kill('SIGTERM');
  });

const buildAndStart = async (): Promise<void> => {
  if (stopping || !(await build())) return;
  await stopHost();
  if (!stopping) startHost();
};
let turn: Promise<void> = Promise.resolve();
const renew = (): void => {
  turn = turn.then(buildAndStart);
};

let settle: NodeJS.Timeout | undefined;
for (const folder of ['src/main', 'src/shared', 'src/preload']) {
  watch(join(root, folder), { recursive: true }, (_event, file) => {
    if (file === null || file.endsWith('.test.ts')) return;
    clearTimeout(settle);
    settle = setTimeout(renew, CHANGE_SETTLE_MS);
  });
}

const end = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await stopHost();
  await server.close();
  process.exit(0);
};
process.on('SIGINT', () => void end());
process.on('SIGTERM', () => void end());

await server.listen();
renew();
