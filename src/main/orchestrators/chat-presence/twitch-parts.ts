import type { Component, ComponentOptions, Need } from '#core/index.ts';
import type { TwitchApi, TwitchSignInControl } from '#main/bridges/ports/index.ts';
import { platformOf } from '#shared/model/index.ts';
import type { ChatPresenceConfig } from './config.ts';
import { twitchComponents } from './platforms/twitch.ts';

/** The Twitch features other than chat. */
export interface TwitchBridges {
  /** Keeps one account signed in. */
  readonly auth: Component & TwitchSignInControl;
  readonly api: TwitchApi;
  readonly events: Component;
}

type Register = (id: string, component: Component, options: ComponentOptions<ChatPresenceConfig>) => void;

/** Returns true once there is a client id to sign in with; chat alone needs none. */
const isSetUp = ({ twitch }: ChatPresenceConfig): boolean => twitch.enabled && twitch.clientId !== '';

/**
 * Registers the Twitch features other than chat: the sign-in, then Helix, then EventSub, each depending on
 * the one before.
 */
export const registerTwitch = (
  register: Register,
  twitch: TwitchBridges,
  needs: readonly Need[],
  watchers: readonly Need[],
): void => {
  const common = {
    platform: 'twitch',
    // Alerts, title, clips and redemptions all depend on the sign-in.
    audience: 'account',
    essential: false,
    settingsPath: platformOf('twitch').settingsPath,
    restartOn: ['twitch'],
    enabled: isSetUp,
  } as const;
  register(twitchComponents.auth, twitch.auth, {
    ...common,
    title: 'Twitch sign-in',
    description:
      'Keeps your account signed in to Twitch. Off until you enter a client ID in the Twitch settings.',
    // A simulated Twitch ends with its addresses and accounts, so each run uses the current ones.
    needs: [...needs.map((need) => ({ ...need, required: true })), ...watchers],
    startTimeoutMs: 20_000,
    probe: { intervalMs: 30_000, timeoutMs: 15_000 },
  });
  register(twitchComponents.api, twitch.api, {
    ...common,
    title: 'Twitch API',
    description: 'Title and category, markers, clips, moderation and redemptions. Needs the Twitch sign-in.',
    kind: 'bridge',
    needs: [{ id: twitchComponents.auth, required: true }, ...watchers],
    startTimeoutMs: 25_000,
    // Each probe is a call in Twitch's rate limit: four of the 800 calls a minute.
    probe: { intervalMs: 15_000, timeoutMs: 12_000, hysteresis: 1 },
  });
  register(twitchComponents.events, twitch.events, {
    ...common,
    title: 'Twitch events',
    description: 'Receives follows, subscriptions, raids, cheers and redemptions. Needs the Twitch API.',
    kind: 'bridge',
    needs: [{ id: twitchComponents.api, required: true }, ...watchers],
    startTimeoutMs: 25_000,
    probe: { intervalMs: 5_000, timeoutMs: 12_000 },
  });
};
