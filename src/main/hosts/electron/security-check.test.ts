import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkElectron } from './self-check/electron-self-check.ts';
import { createCheckedProgram } from './testing/checked-program.ts';
import { runTimePlants } from './testing/planted-at-run-time.ts';
import { checkFile, checkSecurity, type SourceFile } from './testing/security-check.ts';

const root = resolve(import.meta.dirname, '../../../..');
const isJudged = (path: string): boolean =>
  path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('/testing/');
/**
 * The code that runs in Electron. The loopback server and the protocol servers use http on purpose and have
 * tests of their own.
 */
const folders = ['src/main/hosts/electron', 'src/main/hosts/shared', 'src/preload'];
const sources: SourceFile[] = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter(isJudged)
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
);
const entry: SourceFile = {
  path: 'src/main/index.ts',
  text: readFileSync(join(root, 'src/main/index.ts'), 'utf8'),
};

const host = (text: string): SourceFile => ({ path: 'src/main/hosts/electron/planted.ts', text });
const preload = (text: string): SourceFile => ({ path: 'src/preload/index.ts', text });

/** Violations by the number of their item, each in a file of its own. */
const planted: readonly (readonly [item: number, what: string, file: SourceFile])[] = [
  [1, 'a page over plain http', host(`export const page = 'http://example.test/';`)],
  [1, 'a page loaded elsewhere', host(`window.loadURL('https://example.test/');`)],
  [1, 'certificates unchecked', host(`session.setCertificateVerifyProc((request, answer) => answer(0));`)],
  [2, 'Node in the page', host(`new BrowserWindow({ webPreferences: { nodeIntegration: true } });`)],
  [2, 'Node in a worker', host(`const p = { nodeIntegrationInWorker: true };`)],
  [2, 'Node in frames', host(`const p = { nodeIntegrationInSubFrames: true };`)],
  [2, 'Node by a value that is not written out', host(`const p = { nodeIntegration: isDevelopment };`)],
  [2, 'Node by assignment', host(`preferences.nodeIntegration = true;`)],
  [
    2,
    'Node beside modern syntax',
    host(`class A { accessor size = 1; options = { nodeIntegration: true }; }`),
  ],
  [3, 'isolation off', host(`const p = { contextIsolation: false };`)],
  [3, 'isolation off by a quoted name', host(`const p = { 'contextIsolation': false };`)],
  [4, 'sandbox off', host(`const p = { sandbox: false };`)],
  [4, 'sandbox off by a switch', host(`app.commandLine.appendSwitch('no-sandbox');`)],
  [4, 'a debugging port by a switch', host(`app.commandLine.appendSwitch('remote-debugging-port', '9222');`)],
  [6, 'web security off', host(`const p = { webSecurity: false };`)],
  [7, 'a policy that is bypassed', host(`const s = { privileges: { bypassCSP: true } };`)],
  [7, 'eval', host(`eval(text);`)],
  [7, 'a function made of text', host(`new Function('return 1');`)],
  [8, 'insecure content', host(`const p = { allowRunningInsecureContent: true };`)],
  [9, 'experiments', host(`const p = { experimentalFeatures: true };`)],
  [10, 'Blink features', host(`const p = { enableBlinkFeatures: 'ExecCommandInJavaScript' };`)],
  [11, 'the webview tag', host(`const p = { webviewTag: true };`)],
  [12, 'a webview in markup', host('const html = `<webview src="https://example.test">`;')],
  [14, 'windows that open', host(`contents.setWindowOpenHandler(() => ({ action: 'allow' }));`)],
  [15, 'a link past the wrapper', host(`void shell.openExternal(address);`)],
  [15, 'a link by a computed name', host(`void shell['openExternal'](address);`)],
  [17, 'a second channel', host(`import { ipcMain } from 'electron'; ipcMain.handle('x', () => 1);`)],
  [17, 'electron imported whole', host(`import * as electron from 'electron';`)],
  [17, 'electron imported lazily', host(`const electron = await import('electron');`)],
  [17, 'electron required', host(`const { ipcMain } = require('electron');`)],
  [18, 'a page from a file', host(`window.loadFile('index.html');`)],
  [18, 'a file address', host(`const page = 'file:///index.html';`)],
  [
    20,
    'an object exposed to the page',
    preload(
      `import { contextBridge, ipcRenderer } from 'electron'; contextBridge.exposeInMainWorld('x', ipcRenderer);`,
    ),
  ],
  [20, 'more of Electron in the preload', preload(`import { webFrame } from 'electron';`)],
  [20, 'a script run in the page', host(`void contents.executeJavaScript('1');`)],
  [0, 'a file that does not parse', host(`const = ;`)],
  [
    2,
    'Node beside a resource that is disposed',
    host(`using window = open(); const p = { nodeIntegration: true };`),
  ],
  [
    3,
    'isolation off in a checked literal',
    host(`const p = { contextIsolation: false } satisfies WebPreferences;`),
  ],
  [4, 'sandbox off in a static block', host(`class A { static { A.options = { sandbox: false }; } }`)],
  [
    6,
    'web security off beside a type parameter',
    host(`const f = <const T,>(x: T) => ({ webSecurity: false });`),
  ],
  [
    15,
    'a link past the wrapper by a private name',
    host(`class A { #shell = shell; go() { void this.#shell.openExternal(x); } }`),
  ],
];

/** Guards by the number of their item: the file, and the text that is removed from it. */
const removed: readonly (readonly [item: number, file: string, guard: string])[] = [
  [4, 'electron-host.ts', 'app.enableSandbox();'],
  [5, 'permissions.ts', 'session.setPermissionRequestHandler('],
  [5, 'permissions.ts', 'session.setPermissionCheckHandler('],
  [5, 'page-guards.ts', `app.on('session-created', guardSession);`],
  [7, 'page-handler.ts', `'content-security-policy': buildContentSecurityPolicy({ nonce }),`],
  [12, 'navigation-guard.ts', `'will-attach-webview'`],
  [13, 'navigation-guard.ts', `'will-navigate'`],
  [13, 'navigation-guard.ts', `'will-frame-navigate'`],
  [13, 'navigation-guard.ts', `'will-redirect'`],
  [13, 'page-guards.ts', `'web-contents-created'`],
  [14, 'navigation-guard.ts', `action: 'deny'`],
  [15, 'external-links.ts', 'checkExternalLink(address, linkedHosts)'],
  [17, 'contract-channel.ts', 'checkSender(event, args, origin)'],
  [18, 'electron-host.ts', 'registerSchemesAsPrivileged('],
];

describe('the security checklist', () => {
  it('is met by the desktop program', () => {
    expect(checkSecurity([...sources, entry])).toEqual([]);
  });

  it.each(planted)('item %i: finds %s', (item, _what, file) => {
    expect(checkFile(file).map((finding) => finding.item)).toContain(item);
  });

  it.each(removed)('item %i: notices a guard removed from %s: %s', (item, file, guard) => {
    const path = `src/main/hosts/electron/${file}`;
    const weakened = sources.map((source) =>
      source.path === path ? { path, text: source.text.replaceAll(guard, 'gone(') } : source,
    );
    expect(weakened.find((each) => each.path === path)?.text).toContain('gone(');
    expect(checkSecurity(weakened).some((finding) => finding.item === item || finding.item === 0)).toBe(true);
  });

  it('finds every planted misconfiguration, in the source and in the running program', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cuelight-planted-'));
    writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
    const inSource = planted.map(([item, what, file]) => ({
      what: `source ${item}: ${what}`,
      found: checkFile(file).some((finding) => finding.item === item),
    }));
    const inProgram = await Promise.all(
      runTimePlants(folder).map(async ({ item, what, ...plant }) => {
        const { parts } = createCheckedProgram({ renderer: folder, ...plant });
        return {
          what: `program ${item}: ${what}`,
          found: (await checkElectron(parts)).get(item)?.outcome === 'failed',
        };
      }),
    );
    rmSync(folder, { recursive: true });
    const all = [...inSource, ...inProgram];
    expect(all.filter(({ found }) => !found)).toEqual([]);
    expect(inSource.length).toBeGreaterThan(30);
    expect(inProgram.length).toBeGreaterThan(30);
    const names = all.map(({ what }) => what);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
