import { isolate, type Clock, type IdSource } from '#shared/kernel/index.ts';
import type { CastMember } from '../platform-ports.ts';
import * as payloads from './event-payloads.ts';
import type { EventSubHub } from './eventsub-hub.ts';
import type { PlatformWorld, Redemption } from './platform-world.ts';

export type Person = Pick<CastMember, 'login' | 'displayName'>;

/** Actions of people in the channel. Each changes the state of the simulated Twitch and sends its events. */
export interface PlatformActions {
  follow(person: Person, at?: number): void;
  subscribe(person: Person, tier?: '1000' | '2000' | '3000'): void;
  resubscribe(person: Person, months: number, text: string): void;
  gift(person: Person | null, total: number): void;
  cheer(person: Person | null, bits: number, text: string): void;
  raid(person: Person, viewers: number): void;
  redeem(person: Person, rewardTitle: string, input?: string): Redemption;
  goLive(): void;
  goOffline(): void;
}

export const createPlatformActions = (options: {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly world: PlatformWorld;
  readonly hub: EventSubHub;
}): PlatformActions => {
  const { clock, ids, world, hub } = options;
  return {
    follow: (person, at = clock.now()) => {
      const follower = { user: world.meet(person), followedAt: at };
      world.addFollower(follower);
      hub.publish(payloads.followEvent(world, follower), at);
    },
    subscribe: (person, tier = '1000') => {
      const subscriber = { user: world.meet(person), tier, gifter: null };
      world.addSubscriber(subscriber);
      hub.publish(payloads.subscribeEvent(world, subscriber));
    },
    resubscribe: (person, months, text) =>
      void hub.publish(payloads.resubscribeEvent(world, world.meet(person), months, text)),
    gift: (person, total) => void hub.publish(payloads.giftEvent(world, person && world.meet(person), total)),
    cheer: (person, bits, text) =>
      void hub.publish(payloads.cheerEvent(world, person && world.meet(person), bits, text)),
    raid: (person, viewers) => void hub.publish(payloads.raidEvent(world, world.meet(person), viewers)),
    redeem: (person, rewardTitle, input = '') => {
      const reward = world.rewards.find((each) => each.title === rewardTitle);
      if (!reward) throw new RangeError(`The rehearsal has no reward "${isolate(rewardTitle)}".`);
      const redemption: Redemption = {
        id: ids.next(),
        user: world.meet(person),
        reward,
        input,
        redeemedAt: clock.now(),
        status: 'UNFULFILLED',
      };
      world.addRedemption(redemption);
      hub.publish(payloads.redemptionEvent(world, redemption));
      return redemption;
    },
    goLive: () => {
      world.liveSince = clock.now();
      hub.publish(payloads.streamOnlineEvent(world, ids.next(), world.liveSince));
    },
    goOffline: () => {
      world.liveSince = null;
      hub.publish(payloads.streamOfflineEvent(world));
    },
  };
};
