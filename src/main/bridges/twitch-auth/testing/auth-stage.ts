import { createTwitchPlatform, type TwitchPlatformServer } from '#main/rehearsal/twitch-platform/index.ts';
import { createCountingIds, createSeededRandom } from '#shared/kernel/index.ts';
import {
  createComponentHarness,
  type ComponentHarness,
  type ComponentLife,
} from '../../testing/component-harness.ts';
import { leakLedger } from '#shared/kernel/testing/leak-ledger.ts';
import { createFakeClock, type FakeClock } from '../../testing/fake-clock.ts';
import { requestedScopes } from '../scopes.ts';
import type { StoredToken } from '../token-store.ts';
import { createTwitchAuth, type TwitchAuth } from '../twitch-auth.ts';
import { createMemoryTokenStore, type MemoryTokenStore } from './memory-token-store.ts';

/** The real sign-in against the simulated Twitch, both on a manual clock. */
export interface AuthStage extends AsyncDisposable {
  readonly clock: FakeClock;
  readonly server: TwitchPlatformServer;
  readonly store: MemoryTokenStore;
  readonly auth: TwitchAuth;
  readonly harness: ComponentHarness;
  /** Simulates another process: the same store, nothing in memory. */
  restart(): TwitchAuth;
  /** Returns the number of calls to this route, such as `POST oauth2/token`. */
  calls(route: string): number;
  /** Advances time in steps until `done` or the end of `forMs`; the network answers after each step. */
  pass(forMs: number, stepMs: number, done?: () => boolean): Promise<void>;
}

/** Time limit of a new call, milliseconds: while it is the next timer, an answer is pending. */
const callLimitMs = 10_000;

/** Waits until all data on the loopback network has arrived. */
const settleNetwork = async (clock: FakeClock): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    await clock.settle();
    if (turn > 0 && clock.nextDueInMs !== callLimitMs) return;
  }
};

export const openAuthStage = async (options: { readonly signedIn?: boolean } = {}): Promise<AuthStage> => {
  leakLedger.allowLeaks('most of these tests leave the component under test running; its server is closed');
  const clock = createFakeClock();
  const server = await createTwitchPlatform({
    clock,
    random: createSeededRandom(5),
    ids: createCountingIds('platform'),
  });
  const store = createMemoryTokenStore(options.signedIn === false ? null : storedPair(server, clock));
  const make = (): TwitchAuth =>
    createTwitchAuth({ clientId: server.clientId, store, clock, baseUrl: server.authUrl });
  const auth = make();
  const lives: ComponentLife[] = [];
  const harness = createComponentHarness({ id: 'twitch-auth', clock });
  return {
    clock,
    server,
    store,
    auth,
    harness: {
      ...harness,
      start: async (component) => {
        const life = await harness.start(component);
        lives.push(life);
        return life;
      },
    },
    restart: make,
    calls: (route) =>
      server.requests.filter((request) => `${request.method} ${request.path}` === route).length,
    pass: async (forMs, stepMs, done = () => false) => {
      for (let passed = 0; passed < forMs && !done(); passed += stepMs) {
        await clock.advance(stepMs);
        await settleNetwork(clock);
      }
    },
    [Symbol.asyncDispose]: async () => {
      for (const life of lives) await life.stop();
      // Ends a sign-in that is still polling.
      server.faults.refuseConnections = true;
      await auth.signOut();
      await server[Symbol.asyncDispose]();
    },
  };
};

const storedPair = (server: TwitchPlatformServer, clock: FakeClock): StoredToken => {
  const issued = server.tokens.issue(server.world.account, requestedScopes);
  return {
    accessToken: issued.accessToken,
    refreshToken: issued.refreshToken,
    userId: issued.user.id,
    login: issued.user.login,
    scopes: [...issued.scopes],
    expiresAt: issued.expiresAt,
    obtainedAt: clock.now(),
  };
};
