import type { Clock, IdSource } from '#shared/kernel/index.ts';

export interface PlatformUser {
  readonly id: string;
  readonly login: string;
  readonly displayName: string;
}

export interface Follower {
  readonly user: PlatformUser;
  readonly followedAt: number;
}

export interface Subscriber {
  readonly user: PlatformUser;
  readonly tier: '1000' | '2000' | '3000';
  readonly gifter: PlatformUser | null;
}

export interface Reward {
  readonly id: string;
  readonly title: string;
  readonly cost: number;
}

export interface Redemption {
  readonly id: string;
  readonly user: PlatformUser;
  readonly reward: Reward;
  readonly input: string;
  readonly redeemedAt: number;
  status: 'UNFULFILLED' | 'FULFILLED' | 'CANCELED';
}

export interface Ban {
  readonly userId: string;
  readonly moderatorId: string;
  readonly reason: string;
  /** Start of the ban, in epoch milliseconds. */
  readonly at: number;
  /** End of the ban; null for a permanent one. */
  readonly endsAt: number | null;
}

export interface SentMessage {
  readonly id: string;
  readonly senderId: string;
  readonly text: string;
  readonly replyTo: string | null;
}

/** Maximum number of kept redemptions, settled or not, because a rehearsal can play all night. */
const rememberedRedemptions = 300;

/** Returns the same number for the same name, in the style of the chat server's ids. */
export const platformIdOf = (login: string): string => {
  let hash = 7;
  for (let index = 0; index < login.length; index += 1)
    hash = (hash * 31 + login.charCodeAt(index)) % 900_000_007;
  return String(100_000_000 + hash);
};

/** The state of the simulated Twitch: one channel, the people around it, and their actions. */
export class PlatformWorld {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly broadcaster: PlatformUser;
  readonly account: PlatformUser;
  readonly users = new Map<string, PlatformUser>();
  readonly followers: Follower[] = [];
  readonly subscribers: Subscriber[] = [];
  readonly redemptions: Redemption[] = [];
  readonly bans = new Map<string, Ban>();
  readonly sent: SentMessage[] = [];
  readonly deletedMessages: string[] = [];
  readonly markers: { readonly id: string; readonly description: string; readonly at: number }[] = [];
  readonly clips: { readonly id: string; readonly at: number }[] = [];
  readonly rewards: readonly Reward[];
  readonly categories: readonly { readonly id: string; readonly name: string }[] = [
    { id: '509658', name: 'Just Chatting' },
    { id: '26936', name: 'Music' },
    { id: '27471', name: 'Minecraft' },
  ];
  title = 'Lanterns and tea';
  categoryId = '509658';
  liveSince: number | null = null;

  constructor(options: {
    readonly clock: Clock;
    readonly ids: IdSource;
    readonly broadcaster: { readonly login: string; readonly displayName: string };
    readonly account: { readonly login: string; readonly displayName: string };
  }) {
    this.clock = options.clock;
    this.ids = options.ids;
    this.broadcaster = this.meet(options.broadcaster);
    this.account = this.meet(options.account);
    this.rewards = [
      { id: 'reward-hydrate', title: 'Hydrate', cost: 100 },
      { id: 'reward-song', title: 'Choose the next song', cost: 1_500 },
    ];
  }

  /** Returns the user with this login, and makes the user known by id and login. */
  meet(person: { readonly login: string; readonly displayName: string }): PlatformUser {
    const id = platformIdOf(person.login);
    const known = this.users.get(id) ?? { id, login: person.login, displayName: person.displayName };
    this.users.set(id, known);
    return known;
  }

  /** Adds a follower. A person who already follows becomes the newest follower. */
  addFollower(follower: Follower): void {
    forget(this.followers, ({ user }) => user.id === follower.user.id);
    this.followers.push(follower);
  }

  addSubscriber(subscriber: Subscriber): void {
    forget(this.subscribers, ({ user }) => user.id === subscriber.user.id);
    this.subscribers.push(subscriber);
  }

  addRedemption(redemption: Redemption): void {
    this.redemptions.push(redemption);
    if (this.redemptions.length > rememberedRedemptions) this.redemptions.shift();
  }

  /** Returns true while a person is banned or timed out. */
  isSilenced(login: string): boolean {
    const ban = this.bans.get(platformIdOf(login));
    return ban !== undefined && (ban.endsAt === null || ban.endsAt > this.clock.now());
  }

  get categoryName(): string {
    return this.categories.find((category) => category.id === this.categoryId)?.name ?? '';
  }
}

const forget = <T>(list: T[], isMeant: (item: T) => boolean): void => {
  const index = list.findIndex(isMeant);
  if (index >= 0) list.splice(index, 1);
};
