import type { WebContents } from 'electron';
import { z } from 'zod';

/** Address that the self-check tries to open. The domain is reserved and never resolves. */
export const FOREIGN_ADDRESS = 'https://self-check.invalid/';

const permissionStateSchema = z.enum(['granted', 'denied', 'prompt', 'unsupported']);

/** The page's view of its own limits. */
const pageReportSchema = z.object({
  /** Names of Node.js and Electron that the page can reach. */
  reachable: z.array(z.string()),
  /** Objects that a preload script exposed. */
  exposed: z.array(z.string()),
  /** True when the page may create web views. */
  hasWebviews: z.boolean(),
  /** Answers to queries of permissions. */
  queries: z.record(z.string(), permissionStateSchema),
  /** Answers to requests of permissions. */
  requests: z.record(z.string(), permissionStateSchema),
  /** True when a window was opened and stayed open. */
  openedWindow: z.boolean(),
});
export type PageReport = z.infer<typeof pageReportSchema>;

/**
 * The script that the page runs. It only reads, asks for permissions that are refused, and tries to open one
 * window. Electron's preload bridge defines what it exposes as constants, which pages themselves cannot have
 * by accident.
 */
const script = `(async () => {
  const nodeNames = ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'ipcRenderer', 'electron'];
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(globalThis));
  const isConstantObject = ({ value, writable, configurable }) =>
    value !== undefined && value !== null && writable === false && configurable === false &&
    (typeof value === 'object' || typeof value === 'function');
  const queries = {};
  for (const name of ['camera', 'microphone', 'geolocation', 'notifications', 'midi', 'clipboard-read']) {
    queries[name] = await navigator.permissions.query({ name }).then(({ state }) => state, () => 'unsupported');
  }
  const requests = {
    notifications: await Promise.resolve(globalThis.Notification?.requestPermission()).then(
      (state) => (state === 'default' ? 'prompt' : (state ?? 'unsupported')),
      () => 'denied',
    ),
    midi: navigator.requestMIDIAccess
      ? await navigator.requestMIDIAccess({ sysex: true }).then(() => 'granted', () => 'denied')
      : 'unsupported',
  };
  const opened = globalThis.open('${FOREIGN_ADDRESS}', '_blank');
  let openedWindow = opened !== null;
  for (let turn = 0; openedWindow && turn < 20; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    openedWindow = !opened.closed;
  }
  if (openedWindow) opened.close();
  return {
    reachable: nodeNames.filter((name) => typeof globalThis[name] !== 'undefined'),
    exposed: descriptors.filter(([, each]) => isConstantObject(each)).map(([name]) => name),
    hasWebviews: globalThis.customElements.get('webview') !== undefined,
    queries,
    requests,
    openedWindow,
  };
})()`;

/** Runs the script in a page. Rejects when the page does not answer as expected. */
export const probePage = async (contents: Pick<WebContents, 'executeJavaScript'>): Promise<PageReport> => {
  const report: unknown = await contents.executeJavaScript(script);
  return pageReportSchema.parse(report);
};

const preferencesSchema = z.record(z.string(), z.unknown());

/** The preferences that the checklist is about. Electron omits those that nobody set. */
type PreferenceName =
  | 'nodeIntegration'
  | 'nodeIntegrationInWorker'
  | 'nodeIntegrationInSubFrames'
  | 'contextIsolation'
  | 'sandbox'
  | 'webSecurity'
  | 'allowRunningInsecureContent'
  | 'experimentalFeatures'
  | 'enableBlinkFeatures'
  | 'webviewTag';
export type PagePreferences = { readonly [Name in PreferenceName]?: unknown };

/**
 * Returns the preferences that Electron applied to a page; null when this Electron does not report them. The
 * method exists in every version, but its declarations lack it.
 */
export const readPreferences = (contents: object): PagePreferences | null => {
  const read: unknown = Reflect.get(contents, 'getLastWebPreferences');
  if (typeof read !== 'function') return null;
  const preferences: unknown = Reflect.apply(read, contents, []);
  return preferences === null ? null : preferencesSchema.parse(preferences);
};
