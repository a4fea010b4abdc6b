import type { SettingsStore } from '#main/settings/index.ts';

export type RunMode = 'rehearsal' | 'live';

/**
 * Rehearsal until somebody set up a connection: any value of a bridge's section that is not a default. A choice in the
 * settings wins over that.
 */
export const chooseMode = async (
  wanted: RunMode | 'automatic',
  store: Pick<SettingsStore, 'describe'>,
): Promise<RunMode> => {
  if (wanted !== 'automatic') return wanted;
  const bridgeSections = ['chat-presence.twitch', 'chat-presence.discord', 'chat-presence.obs'];
  const configured = (await store.describe()).some(
    ({ path, layers }) =>
      bridgeSections.includes(path) && Object.values(layers).some((layer) => layer !== 'default'),
  );
  return configured ? 'live' : 'rehearsal';
};
