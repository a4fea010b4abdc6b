/** The items about the windows' pages: 1 to 4, 6, 8 to 12 and 20. */
import type { WebContents } from 'electron';
import { failed, notApplicable, proved, unknown, type SecurityVerdict } from '../../shared/index.ts';
import type { SelfCheckParts } from './parts.ts';
import type { PagePreferences, PageReport } from './page-probe.ts';

/** A page of the program with everything that was read of it. */
export interface ProbedPage {
  readonly contents: WebContents;
  readonly preferences: PagePreferences | null;
  /** Null when the page did not answer. */
  readonly report: PageReport | null;
}

type Preference = keyof PagePreferences;

/** Switches of Chromium that weaken every page, by the number of their item. */
const weakSwitches: ReadonlyMap<number, readonly string[]> = new Map([
  [1, ['ignore-certificate-errors']],
  [4, ['no-sandbox', 'disable-setuid-sandbox']],
  [6, ['disable-web-security', 'disable-site-isolation-trials']],
  [8, ['allow-running-insecure-content']],
  [9, ['enable-experimental-web-platform-features']],
  [10, ['enable-blink-features', 'disable-blink-features']],
]);

const weakSwitch = (item: number, { hasSwitch }: SelfCheckParts): SecurityVerdict | null => {
  const found = weakSwitches.get(item)?.find(hasSwitch);
  return found === undefined ? null : failed(`Cuelight was started with --${found}.`);
};

export const noPage = unknown('No window is open.');
export const noAnswer = unknown('A page did not answer the security check.');

/** Returns the pages that are not the developer tools. */
export const ownPages = ({ allContents }: SelfCheckParts): readonly WebContents[] =>
  allContents().filter((contents) => !contents.isDestroyed() && !contents.getURL().startsWith('devtools:'));

/** Item 1. Every page that is open comes from the own origin. */
export const checkContent = (parts: SelfCheckParts): SecurityVerdict => {
  const weak = weakSwitch(1, parts);
  if (weak) return weak;
  const addresses = ownPages(parts).map((contents) => contents.getURL());
  const foreign = addresses.find((address) => address !== '' && !parts.origin.isOwn(address));
  if (foreign !== undefined) return failed(`A page shows ${foreign.slice(0, 100)}.`);
  if (parts.isDevelopmentPage) return notApplicable('The window shows the page of npm run dev.');
  return addresses.length === 0 ? noPage : proved(`Every open page comes from ${parts.origin.url}.`);
};

interface PreferenceItem {
  readonly number: number;
  readonly names: readonly Preference[];
  /** The value that weakens a page. */
  readonly weak: (value: PagePreferences[Preference]) => boolean;
  readonly evidence: string;
}

const isTrue = (value: unknown): boolean => value === true;
const isFalse = (value: unknown): boolean => value === false;

/** Items that the preferences of a page decide. */
const preferenceItems: readonly PreferenceItem[] = [
  {
    number: 3,
    names: ['contextIsolation'],
    weak: isFalse,
    evidence: 'Electron reports context isolation for the page.',
  },
  {
    number: 6,
    names: ['webSecurity'],
    weak: isFalse,
    evidence: 'Electron reports web security for the page.',
  },
  {
    number: 8,
    names: ['allowRunningInsecureContent'],
    weak: isTrue,
    evidence: 'Electron reports that the page may not run insecure content.',
  },
  {
    number: 9,
    names: ['experimentalFeatures'],
    weak: isTrue,
    evidence: 'Electron reports no experimental features for the page.',
  },
  {
    number: 10,
    names: ['enableBlinkFeatures'],
    weak: (value) => value !== undefined && value !== '',
    evidence: 'Electron reports no additional Blink features for the page.',
  },
];

const weakPreference = (
  pages: readonly ProbedPage[],
  names: readonly Preference[],
  weak: PreferenceItem['weak'],
): SecurityVerdict | null => {
  for (const { preferences } of pages) {
    const name = names.find((each) => preferences !== null && weak(preferences[each]));
    if (name !== undefined) return failed(`A page runs with ${name}: ${String(preferences?.[name])}.`);
  }
  return null;
};

const notReported = unknown('This Electron does not report the preferences of a page.');

/** Returns the verdict of pages whose preferences are all as `evidence` says. */
const fromPreferences = (pages: readonly ProbedPage[], evidence: string): SecurityVerdict => {
  if (pages.length === 0) return noPage;
  return pages.every(({ preferences }) => preferences !== null) ? proved(evidence) : notReported;
};

/** Returns the verdict of pages that all answered as `evidence` says. */
const fromAnswers = (pages: readonly ProbedPage[], evidence: string): SecurityVerdict => {
  if (pages.length === 0) return noPage;
  return pages.every(({ report }) => report !== null) ? proved(evidence) : noAnswer;
};

/** Items 3, 6 and 8 to 10. */
export const checkPreferences = (
  parts: SelfCheckParts,
  pages: readonly ProbedPage[],
): ReadonlyMap<number, SecurityVerdict> =>
  new Map(
    preferenceItems.map(({ number, names, weak, evidence }) => [
      number,
      weakSwitch(number, parts) ?? weakPreference(pages, names, weak) ?? fromPreferences(pages, evidence),
    ]),
  );

/** Item 2. Neither the preferences nor the page itself know Node.js. */
export const checkNode = (pages: readonly ProbedPage[]): SecurityVerdict => {
  const names = ['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames'] as const;
  const weak = weakPreference(pages, names, isTrue);
  if (weak) return weak;
  const reachable = pages.flatMap(({ report }) => report?.reachable ?? []);
  if (reachable.length > 0) return failed(`A page can reach ${reachable.join(', ')}.`);
  return fromAnswers(pages, 'The page was asked: it has no require, process or Buffer.');
};

/** Item 4. The system confirms the sandbox of each page's process. */
export const checkSandbox = async (
  parts: SelfCheckParts,
  pages: readonly ProbedPage[],
): Promise<SecurityVerdict> => {
  const weak = weakSwitch(4, parts) ?? weakPreference(pages, ['sandbox'], isFalse);
  if (weak) return weak;
  if (pages.length === 0) return noPage;
  const states = await Promise.all(pages.map(({ contents }) => parts.readSandbox(contents.getOSProcessId())));
  if (states.includes(false)) return failed('The process of a page runs without a sandbox.');
  return states.includes(null)
    ? unknown('The system does not say if the process of the page is sandboxed.')
    : proved('The system confirms the sandbox of the page’s process.');
};

/** Item 11. Web views are neither allowed by the preferences nor known to the page. */
export const checkWebviewTag = (pages: readonly ProbedPage[]): SecurityVerdict => {
  const weak = weakPreference(pages, ['webviewTag'], isTrue);
  if (weak) return weak;
  if (pages.some(({ report }) => report?.hasWebviews)) return failed('A page can create web views.');
  return fromAnswers(pages, 'The page was asked: it has no web views.');
};

/** Item 20. The preload script exposes nothing to the page. */
export const checkExposure = (pages: readonly ProbedPage[]): SecurityVerdict => {
  const exposed = pages.flatMap(({ report }) => [
    ...(report?.exposed ?? []),
    ...(report?.reachable.filter((name) => name === 'ipcRenderer' || name === 'electron') ?? []),
  ]);
  if (exposed.length > 0) return failed(`The preload script exposes ${exposed.join(', ')} to the page.`);
  return fromAnswers(pages, 'The page was asked: the preload script exposes nothing to it.');
};
