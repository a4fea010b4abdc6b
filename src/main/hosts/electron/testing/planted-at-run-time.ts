import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinkOpener } from '../external-links.ts';
import { PORT_REQUEST_CHANNEL } from '../contract-channel.ts';
import { appOrigin } from '../page-origin.ts';
import type { CheckedProgram, CheckedProgramOptions } from './checked-program.ts';

/** A misconfiguration of the running program that the self-check must find. */
export interface RunTimePlant extends Pick<CheckedProgramOptions, 'before' | 'after' | 'guardOrigin'> {
  /** Number of the item that must fail. */
  readonly item: number;
  readonly what: string;
}

const preference = (item: number, what: string, preferences: object): RunTimePlant => ({
  item,
  what,
  after: (program) => void Object.assign(program.preferences, preferences),
});

const startedWith = (item: number, name: string): RunTimePlant => ({
  item,
  what: `started with --${name}`,
  after: (program) => void program.switches.add(name),
});

const withoutListener = (item: number, event: string): RunTimePlant => ({
  item,
  what: `no listener for ${event}`,
  after: (program) => void program.contents.removeAllListeners(event),
});

const answering =
  (answer: (request: Request) => Response | null) =>
  (program: CheckedProgram): void => {
    const body = '<!doctype html>';
    const policy =
      "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
    let served = 0;
    program.answer = async (request) => {
      const changed = answer(request);
      if (changed) return changed;
      const { pathname, host } = new URL(request.url);
      const isDocument = pathname === '/' || pathname === '/crashed';
      if (!isDocument || host !== 'cuelight' || request.method !== 'GET')
        return await Promise.resolve(new Response(null, { status: 404 }));
      served += 1;
      const headers = { 'content-security-policy': `${policy}; style-src 'nonce-${served}'` };
      return new Response(body, { headers });
    };
  };

const withPolicy = (policy: string | null) =>
  answering(
    () => new Response('', policy === null ? {} : { headers: { 'content-security-policy': policy } }),
  );

const strictPolicy =
  "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/** An origin that compares only the beginning of an address. */
const carelessOrigin = {
  url: appOrigin.url,
  isOwn: (address: string) => address.startsWith(appOrigin.url.replace(/\/$/, '')),
};

/** Answers every request for a port for which `accepts` holds. */
const answersPorts =
  (
    accepts: (
      event: { senderFrame: { url: string; parent: object | null } | null },
      args: unknown[],
    ) => boolean,
  ) =>
  ({ ipcMain }: CheckedProgram): void => {
    ipcMain.removeAllListeners(PORT_REQUEST_CHANNEL);
    ipcMain.on(PORT_REQUEST_CHANNEL, (event, ...args: unknown[]) => {
      if (accepts(event, args)) event.senderFrame?.postMessage('', null, []);
    });
  };

const isOwnFrame = (frame: { url: string } | null): boolean => frame !== null && appOrigin.isOwn(frame.url);

/** Writes a binary whose fuses have the given states, in the order of Electron's format. */
export const writeBinary = (folder: string, states: string): string => {
  const file = join(folder, `cuelight-${states}`);
  const wire = Buffer.concat([
    Buffer.alloc(5_000_000, 7),
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([1, states.length]),
    Buffer.from(states),
    Buffer.alloc(1_000, 7),
  ]);
  writeFileSync(file, wire);
  return file;
};

const packagedWith =
  (states: string) =>
  (folder: string) =>
  (program: CheckedProgram): void =>
    void Object.assign(program.parts, { isPackaged: true, execPath: writeBinary(folder, states) });

/** Fuses of a package as it should be: see `wantedFuses`. */
export const goodFuses = '010001001';

/** Returns every misconfiguration of the running program. `folder` is for binaries. */
export const runTimePlants = (folder: string): readonly RunTimePlant[] => [
  {
    item: 1,
    what: 'the window shows another site',
    after: (program) => void (program.pageAddress = 'https://self-check.test/'),
  },
  {
    item: 1,
    what: 'the window shows a page over plain http',
    after: (program) => void (program.pageAddress = 'http://cuelight/'),
  },
  startedWith(1, 'ignore-certificate-errors'),
  preference(2, 'Node.js in the page', { nodeIntegration: true }),
  preference(2, 'Node.js in workers', { nodeIntegrationInWorker: true }),
  preference(2, 'Node.js in frames', { nodeIntegrationInSubFrames: true }),
  {
    item: 2,
    what: 'require that the page can reach',
    after: (program) => void (program.pageGlobals['require'] = () => undefined),
  },
  preference(3, 'no context isolation', { contextIsolation: false }),
  preference(4, 'a window without the sandbox', { sandbox: false }),
  startedWith(4, 'no-sandbox'),
  {
    item: 4,
    what: 'a process without the sandbox that its window asked for',
    after: (program) => void (program.isSandboxed = false),
  },
  {
    item: 5,
    what: 'no handler of permission requests',
    after: (program) => void (program.session.requestHandler = null),
  },
  {
    item: 5,
    what: 'no handler of permission checks',
    after: (program) => void (program.session.checkHandler = null),
  },
  {
    item: 5,
    what: 'a request handler that grants',
    after: (program) =>
      void (program.session.requestHandler = (_contents, _permission, callback) => callback(true)),
  },
  {
    item: 5,
    what: 'new sessions without handlers',
    after: (program) => void program.app.removeAllListeners('session-created'),
  },
  preference(6, 'no web security', { webSecurity: false }),
  startedWith(6, 'disable-web-security'),
  { item: 7, what: 'documents without a policy', after: withPolicy(null) },
  {
    item: 7,
    what: 'a policy with inline scripts',
    after: withPolicy(strictPolicy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")),
  },
  {
    item: 7,
    what: 'a policy without Trusted Types',
    after: withPolicy(strictPolicy.replace("; require-trusted-types-for 'script'", '')),
  },
  {
    item: 7,
    what: 'a policy that lets the window be framed',
    after: withPolicy(strictPolicy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")),
  },
  {
    item: 7,
    what: 'the same nonce in every document',
    after: withPolicy(`${strictPolicy}; style-src 'nonce-same'`),
  },
  preference(8, 'insecure content', { allowRunningInsecureContent: true }),
  startedWith(8, 'allow-running-insecure-content'),
  preference(9, 'experimental features', { experimentalFeatures: true }),
  startedWith(9, 'enable-experimental-web-platform-features'),
  preference(10, 'additional Blink features', { enableBlinkFeatures: 'ExecCommandInJavaScript' }),
  startedWith(10, 'enable-blink-features'),
  preference(11, 'web views', { webviewTag: true }),
  withoutListener(12, 'will-attach-webview'),
  withoutListener(13, 'will-navigate'),
  withoutListener(13, 'will-frame-navigate'),
  withoutListener(13, 'will-redirect'),
  { item: 13, what: 'an origin compared by its beginning', guardOrigin: carelessOrigin },
  {
    item: 14,
    what: 'windows that open',
    after: (program) => void (program.windowOpenHandler = () => ({ action: 'allow' })),
  },
  { item: 14, what: 'no handler of windows', after: (program) => void (program.windowOpenHandler = null) },
  {
    item: 15,
    what: 'links that open unchecked',
    after: (program) =>
      void Object.assign(program.parts, {
        createLinkOpener: (open: (address: string) => Promise<void>) => (address: string) => {
          void open(address);
          return true;
        },
      }),
  },
  {
    item: 15,
    what: 'links compared by their beginning',
    after: (program) =>
      void Object.assign(program.parts, {
        createLinkOpener:
          (open: (address: string) => Promise<void>, logger: Parameters<typeof createLinkOpener>[1]) =>
          (address: string) => {
            if (!address.startsWith('https://www.twitch.tv')) return createLinkOpener(open, logger)(address);
            void open(address);
            return true;
          },
      }),
  },
  {
    item: 16,
    what: 'an Electron without security fixes',
    after: (program) => void Object.assign(program.parts, { electronVersion: '33.2.1' }),
  },
  {
    item: 17,
    what: 'senders that are not checked',
    after: answersPorts(({ senderFrame }) => senderFrame !== null),
  },
  { item: 17, what: 'an origin of senders compared by its beginning', guardOrigin: carelessOrigin },
  {
    item: 17,
    what: 'messages of frames that are answered',
    after: answersPorts(({ senderFrame }, args) => isOwnFrame(senderFrame) && args.length === 0),
  },
  {
    item: 17,
    what: 'a second channel',
    after: (program) => void program.ipcMain.on('cuelight:files', () => undefined),
  },
  {
    item: 18,
    what: 'no handler of the protocol',
    after: (program) => void Object.assign(program.parts, { isProtocolHandled: () => false }),
  },
  {
    item: 18,
    what: 'files outside of the window’s folder',
    after: answering(({ url }) => (url.includes('package.json') ? new Response('{}') : null)),
  },
  {
    item: 18,
    what: 'answers to other methods',
    after: answering(({ method }) => (method === 'POST' ? new Response('') : null)),
  },
  {
    item: 18,
    what: 'answers under another host',
    after: answering(({ url }) => (url.includes('self-check.invalid') ? new Response('') : null)),
  },
  { item: 19, what: 'a package that runs as Node.js', after: packagedWith(`1${goodFuses.slice(1)}`)(folder) },
  {
    item: 19,
    what: 'a package that opens an inspector',
    after: packagedWith(`${goodFuses.slice(0, 3)}1${goodFuses.slice(4)}`)(folder),
  },
  {
    item: 19,
    what: 'a package that loads files beside its archive',
    after: packagedWith(`${goodFuses.slice(0, 5)}0${goodFuses.slice(6)}`)(folder),
  },
  {
    item: 20,
    what: 'an object that the preload script exposes',
    after: ({ pageGlobals }) =>
      void Object.defineProperty(pageGlobals, 'bridge', {
        value: { send: () => undefined },
        writable: false,
        configurable: false,
        enumerable: true,
      }),
  },
  {
    item: 20,
    what: 'ipcRenderer in the page',
    after: (program) => void (program.pageGlobals['ipcRenderer'] = {}),
  },
];
