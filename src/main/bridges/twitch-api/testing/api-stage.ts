import { createTwitchPlatform, type TwitchPlatformServer } from '#main/rehearsal/twitch-platform/index.ts';
import { createCountingIds, createSeededRandom } from '#shared/kernel/index.ts';
import {
  createComponentHarness,
  type ComponentHarness,
  type ComponentLife,
} from '../../testing/component-harness.ts';
import { createFakeClock, type FakeClock } from '../../testing/fake-clock.ts';
import type { TwitchApi, TwitchToken } from '#main/bridges/ports/index.ts';
import { createTwitchApi } from '../twitch-api.ts';
import { createSignedInTokens, type SignedInTokens } from './signed-in-tokens.ts';

export const allScopes: readonly string[] = [
  'bits:read',
  'channel:manage:broadcast',
  'channel:manage:redemptions',
  'channel:read:subscriptions',
  'clips:edit',
  'moderator:manage:banned_users',
  'moderator:manage:chat_messages',
  'moderator:read:followers',
  'user:write:chat',
];

export const mapleOtter = { login: 'maple_otter', displayName: 'Maple_Otter' };
export const quietHeron = { login: 'quiet_heron', displayName: 'Quiet_Heron' };

/** Returns a harness whose runs end at the latest when the stage is disposed. */
export const keepLives = (harness: ComponentHarness, lives: ComponentLife[]): ComponentHarness => ({
  ...harness,
  start: async (component) => {
    const life = await harness.start(component);
    lives.push(life);
    return life;
  },
});

/** The real Helix bridge, through twurple, against the simulated Twitch. */
export interface ApiStage extends AsyncDisposable {
  readonly clock: FakeClock;
  readonly server: TwitchPlatformServer;
  readonly tokens: SignedInTokens;
  readonly api: TwitchApi;
  readonly harness: ComponentHarness;
  issue(scopes?: readonly string[]): TwitchToken;
}

export const openApiStage = async (
  options: {
    readonly scopes?: readonly string[];
    readonly account?: { readonly login: string; readonly displayName: string };
  } = {},
): Promise<ApiStage> => {
  const clock = createFakeClock();
  const server = await createTwitchPlatform({
    clock,
    random: createSeededRandom(7),
    ids: createCountingIds('platform'),
    ...(options.account ? { account: options.account } : {}),
  });
  const issue = (scopes = options.scopes ?? allScopes): TwitchToken => {
    const { accessToken, user } = server.tokens.issue(server.world.account, scopes);
    return { accessToken, userId: user.id, login: user.login, scopes };
  };
  const lives: ComponentLife[] = [];
  const tokens = createSignedInTokens(server.clientId, issue());
  return {
    clock,
    server,
    tokens,
    issue,
    api: createTwitchApi({
      readPlace: () => ({ channel: server.world.broadcaster.login, baseUrl: server.apiUrl }),
      tokens,
      clock,
    }),
    harness: keepLives(createComponentHarness({ id: 'twitch-api', clock }), lives),
    [Symbol.asyncDispose]: async () => {
      for (const life of lives) await life.stop();
      await server[Symbol.asyncDispose]();
    },
  };
};
