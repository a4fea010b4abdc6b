/** The items about guards, each of which is tried: 5, 12 to 15 and 17. */
import type { Session } from 'electron';
import { failed, proved, unknown, type SecurityVerdict } from '../../shared/index.ts';
import { PORT_REQUEST_CHANNEL } from '../contract-channel.ts';
import type { SelfCheckParts } from './parts.ts';
import { noAnswer, noPage, type ProbedPage } from './page-items.ts';
import { FOREIGN_ADDRESS } from './page-probe.ts';

/** Item 5. The page's requests and queries are refused, and a new session gets the same handlers. */
export const checkPermissions = (
  parts: Pick<SelfCheckParts, 'createSession' | 'guards'>,
  pages: readonly ProbedPage[],
): SecurityVerdict => {
  const session: Session = parts.createSession();
  if (!parts.guards.isGuarded(session)) return failed('A new session has no permission handlers.');
  // A permission may be both queried and requested.
  const answers = pages.flatMap(({ report }) => [
    ...Object.entries(report?.queries ?? {}),
    ...Object.entries(report?.requests ?? {}),
  ]);
  const granted = answers.find(([, state]) => state === 'granted');
  if (granted) return failed(`The page was granted the permission “${granted[0]}”.`);
  if (pages.length === 0) return noPage;
  if (pages.some(({ report }) => report === null)) return noAnswer;
  const denied = answers.filter(([, state]) => state === 'denied');
  const open = answers.filter(([, state]) => state === 'prompt');
  if (denied.length === 0 || open.length > 0)
    return unknown(`The page was asked, and ${open.length} permissions are neither granted nor refused.`);
  return proved(`The page asked for ${denied.length} permissions, and each was refused.`);
};

/** An event of Electron that listeners can prevent. */
const createAttempt = (url: string, isMainFrame: boolean) => {
  const attempt = {
    url,
    isMainFrame,
    isSameDocument: false,
    defaultPrevented: false,
    preventDefault: () => {
      attempt.defaultPrevented = true;
    },
  };
  return attempt;
};

/** Addresses that no page may go to. */
const foreignAddresses = (own: string): readonly string[] => [
  FOREIGN_ADDRESS,
  `${own.replace(/\/$/, '')}.self-check.invalid/`,
  own.replace('://', '://user:secret@'),
  'file:///etc/passwd',
  'data:text/html,x',
  'about:blank',
  'javascript:1',
  'not an address',
];

/** Item 13. Listeners of every page prevent foreign navigations, in frames and by redirects too. */
export const checkNavigation = (
  { origin, quiet }: Pick<SelfCheckParts, 'origin' | 'quiet'>,
  pages: readonly ProbedPage[],
): SecurityVerdict => {
  if (pages.length === 0) return noPage;
  using _quiet = quiet.hold();
  const addresses = foreignAddresses(origin.url);
  for (const { contents } of pages) {
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) {
      for (const address of addresses) {
        const attempt = createAttempt(address, name !== 'will-frame-navigate');
        contents.emit(name, attempt);
        if (!attempt.defaultPrevented) return failed(`A page may go to ${address} (${name}).`);
      }
    }
  }
  return proved(
    `Navigations, frames and redirects to ${addresses.length} foreign addresses were tried, and each was refused.`,
  );
};

/** Item 12. Listeners of every page prevent a web view. */
export const checkWebviews = (
  { quiet }: Pick<SelfCheckParts, 'quiet'>,
  pages: readonly ProbedPage[],
): SecurityVerdict => {
  if (pages.length === 0) return noPage;
  using _quiet = quiet.hold();
  for (const { contents } of pages) {
    const attempt = createAttempt(FOREIGN_ADDRESS, true);
    contents.emit('will-attach-webview', attempt, {}, { src: FOREIGN_ADDRESS });
    if (!attempt.defaultPrevented) return failed('A page may attach a web view.');
  }
  return proved('A web view was tried, and refused.');
};

/** Item 14. A window that the page tried to open was refused by the guard. */
export const checkWindows = (
  refusedBefore: number,
  refusedAfter: number,
  pages: readonly ProbedPage[],
): SecurityVerdict => {
  if (pages.some(({ report }) => report?.openedWindow)) return failed('A page opened a window.');
  if (pages.length === 0) return noPage;
  if (pages.some(({ report }) => report === null)) return noAnswer;
  return refusedAfter > refusedBefore
    ? proved('The page tried to open a window, and it was refused.')
    : unknown('The page tried to open a window, but the request did not reach the guard.');
};

/** Addresses that must not open in the system's browser. */
const unlinked: readonly string[] = [
  FOREIGN_ADDRESS,
  'http://www.twitch.tv/',
  'https://www.twitch.tv.self-check.invalid/',
  'https://user:secret@www.twitch.tv/',
  'https://www.twitch.tv:8443/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'ms-settings:',
  'not an address',
];

/**
 * Item 15. The function that opens links is tried with a recorder in place of the system's browser, so that a
 * missing check opens nothing.
 */
export const checkLinks = ({
  logger,
  createLinkOpener,
}: Pick<SelfCheckParts, 'logger' | 'createLinkOpener'>): SecurityVerdict => {
  const opened: string[] = [];
  const open = createLinkOpener((address) => {
    opened.push(address);
    return Promise.resolve();
  }, logger);
  for (const address of unlinked) open(address);
  const [wrong] = opened;
  if (wrong !== undefined) return failed(`The page can open ${wrong} in the system’s browser.`);
  return proved(`${unlinked.length} addresses of other sites and schemes were tried, and each was refused.`);
};

interface ForgedMessage {
  readonly what: string;
  readonly url: string;
  readonly parent?: object;
  readonly isGone?: boolean;
  readonly isForeignFrame?: boolean;
  readonly args?: readonly unknown[];
}

const forgedMessages = (own: string): readonly ForgedMessage[] => [
  { what: 'a foreign page', url: FOREIGN_ADDRESS },
  {
    what: 'a page whose address starts like the own one',
    url: `${own.replace(/\/$/, '')}.self-check.invalid/`,
  },
  { what: 'an empty page', url: 'about:blank' },
  { what: 'a page of data', url: 'data:text/html,x' },
  { what: 'a page without an address', url: '' },
  { what: 'a frame in a page', url: own, parent: {} },
  { what: 'a frame that the page no longer shows', url: own, isForeignFrame: true },
  { what: 'a frame that is gone', url: own, isGone: true },
  { what: 'a message with arguments', url: own, args: [{ __proto__: null }] },
];

/** Sends a forged message to the listeners. Returns true when it was answered with a port. */
const isAnswered = ({ ipcMain }: Pick<SelfCheckParts, 'ipcMain'>, forged: ForgedMessage): boolean => {
  let answered = false;
  const frame = {
    url: forged.url,
    parent: forged.parent ?? null,
    postMessage: (_channel: string, _message: unknown, ports: readonly { close(): void }[]) => {
      answered = true;
      for (const port of ports) port.close();
    },
  };
  const sender = { isDestroyed: () => false, mainFrame: forged.isForeignFrame ? {} : frame };
  ipcMain.emit(
    PORT_REQUEST_CHANNEL,
    { senderFrame: forged.isGone ? null : frame, sender },
    ...(forged.args ?? []),
  );
  return answered;
};

/** Electron listens itself so that a message with this name does not throw. */
const ELECTRONS_OWN = 'error';

/** Item 17. The only channel answers none of the forged senders, and answers the own page. */
export const checkSenders = (
  parts: Pick<SelfCheckParts, 'ipcMain' | 'origin' | 'quiet'>,
): SecurityVerdict => {
  using _quiet = parts.quiet.hold();
  const others = parts.ipcMain
    .eventNames()
    .filter((name) => name !== PORT_REQUEST_CHANNEL && name !== ELECTRONS_OWN);
  if (others.length > 0)
    return failed(`There is another channel for messages of pages: ${others.join(', ')}.`);
  const forged = forgedMessages(parts.origin.url);
  const answered = forged.find((message) => isAnswered(parts, message));
  if (answered) return failed(`A message of ${answered.what} was answered.`);
  return isAnswered(parts, { what: 'the own page', url: parts.origin.url })
    ? proved(
        `Messages of ${forged.length} forged senders were refused, and one like the own page’s was answered.`,
      )
    : unknown('Forged messages were refused, but one like the own page’s was refused too.');
};
