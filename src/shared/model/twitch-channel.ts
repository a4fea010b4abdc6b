import { err, ok, type Result } from '#shared/kernel/index.ts';

const nameForm = /^[a-z0-9_]{1,25}$/;

/** Paths of pages on twitch.tv at the position of a channel name. */
const pages: ReadonlySet<string> = new Set([
  'activate',
  'apps',
  'b',
  'bits',
  'broadcast',
  'c',
  'chat',
  'checkout',
  'clip',
  'clips',
  'collections',
  'communities',
  'creator',
  'creatorcamp',
  'dashboard',
  'directory',
  'downloads',
  'drops',
  'embed',
  'event',
  'events',
  'following',
  'friends',
  'game',
  'games',
  'hosts',
  'inventory',
  'jobs',
  'kb',
  'legal',
  'login',
  'logout',
  'messages',
  'moderator',
  'oauth',
  'oauth2',
  'p',
  'partner',
  'payments',
  'popout',
  'prime',
  'privacy',
  'products',
  'redeem',
  'safety',
  'search',
  'settings',
  'signup',
  'store',
  'subs',
  'subscriptions',
  'support',
  'team',
  'turbo',
  'u',
  'user',
  'v',
  'videos',
  'wallet',
  'widgets',
]);

/** The hosts whose URLs start with a channel name, and the folders that may precede the name. */
const siteHosts: ReadonlySet<string> = new Set(['twitch.tv', 'www.twitch.tv', 'm.twitch.tv', 'go.twitch.tv']);
const siteFolders: ReadonlySet<string> = new Set(['popout', 'moderator', 'embed', 'u', 'subs', 'products']);

const whatToEnter =
  'Enter the channel’s name, as in twitch.tv/name: letters, digits and underscores, at most 25';

/** Quotes a text for a message: short, and on one line. */
const quoted = (text: string): string =>
  `“${text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .slice(0, 60)
    .toWellFormed()}”`;

/** Returns the channel name in a URL; null when it contains none. */
const nameInAddress = (url: URL): string | null => {
  const steps = url.pathname.split('/').filter((step) => step !== '');
  if (url.hostname === 'player.twitch.tv') return url.searchParams.get('channel');
  if (url.hostname === 'dashboard.twitch.tv') {
    const at = steps.indexOf('u');
    return at < 0 ? null : (steps[at + 1] ?? null);
  }
  if (!siteHosts.has(url.hostname)) return null;
  const first = steps.findIndex((step) => !siteFolders.has(step.toLowerCase()));
  const name = steps[first]?.toLowerCase() ?? null;
  return name !== null && pages.has(name) ? null : name;
};

/** Reads a URL with or without its scheme: a slash, or a host with a dot, comes before anything else. */
const readAddress = (text: string): URL | null => {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return URL.parse(text);
  return /^[^/?#@\s]+\.[^/?#@\s]+/.test(text) || text.includes('/') ? URL.parse(`https://${text}`) : null;
};

/**
 * Reads a Twitch name from pasted text: `name`, `#Name`, `@name`, or the URL of a channel, of its chat, its
 * dashboard or its player. An empty text stays empty. Refuses anything ambiguous with a sentence that says
 * what to enter.
 */
export const readTwitchName = (input: string): Result<string, string> => {
  const text = input
    .trim()
    .replaceAll(/^["'“”]+|["'“”]+$/g, '')
    .trim();
  const bare = text.replace(/^[#@]/, '');
  if (bare === '') return ok('');
  const plain = bare.toLowerCase();
  if (nameForm.test(plain)) return ok(plain);
  const url = readAddress(text);
  if (!url) return err(`${quoted(text)} is not a Twitch name. ${whatToEnter}`);
  const isAddress = url.protocol === 'https:' || url.protocol === 'http:';
  if (!isAddress || !/(?:^|\.)twitch\.tv$/.test(url.hostname) || url.username !== '' || url.password !== '') {
    return err(`${quoted(text)} is not a Twitch address. ${whatToEnter}`);
  }
  const name = nameInAddress(url)?.toLowerCase() ?? '';
  return nameForm.test(name)
    ? ok(name)
    : err(`${quoted(text)} does not name a Twitch channel. ${whatToEnter}`);
};
