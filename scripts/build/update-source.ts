/** The address of the feed of updates and its public keys, as they become part of a build. */
export interface BuiltInUpdates {
  readonly feed: string;
  readonly keys: string;
}

/**
 * Reads the source of updates from the environment of a build; null without one. Throws when it is
 * incomplete: a release that silently never updates itself would only be noticed with the next release.
 */
export const updateSourceOf = ({
  CUELIGHT_UPDATE_FEED: feed = '',
  CUELIGHT_UPDATE_KEY: keys = '',
}: Readonly<Record<string, string | undefined>>): BuiltInUpdates | null => {
  if (feed === '' && keys === '') return null;
  if (feed === '' || keys === '')
    throw new Error(
      'Set both CUELIGHT_UPDATE_FEED and CUELIGHT_UPDATE_KEY, or neither: a build with one of them does not update itself.',
    );
  if (!/^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/])/.test(feed))
    throw new Error('CUELIGHT_UPDATE_FEED must begin with https://, or be an address of this PC.');
  if (!keys.split(',').every((key) => /^[A-Za-z0-9+/]{43}=$/.test(key.trim())))
    throw new Error(
      'CUELIGHT_UPDATE_KEY must be public keys as `npm run sign-feed -- --new-key` prints them, separated by commas.',
    );
  return { feed, keys };
};
