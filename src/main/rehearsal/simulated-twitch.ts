import {
  createSeededRandom,
  type Scope,
  type Clock,
  type IdSource,
  type RandomSource,
} from '#shared/kernel/index.ts';
import type { CastMember, TwitchRehearsal } from './platform-ports.ts';
import { createTwitchPlatform, type TwitchPlatformServer } from './twitch-platform/index.ts';
import { createTwitchRehearsal, type TwitchRehearsalServer } from './twitch/index.ts';

/**
 * Milliseconds until a sign-in code is approved automatically, because nobody uses the simulated Twitch's
 * website.
 */
const approvedAfterMs = 4_000;

/** The rehearsal's only account: the streamer, who is signed in from the start. */
const streamer: CastMember = {
  login: 'lantern_cove_rehearsal',
  displayName: 'Lantern_Cove',
  color: '#E0A458',
  roles: ['broadcaster', 'subscriber'],
};

/** The whole simulated Twitch: chat, sign-in, Helix and EventSub over one state. */
export interface SimulatedTwitch {
  readonly chat: TwitchRehearsalServer;
  readonly platform: TwitchPlatformServer;
  /** Actions of viewers, visible through chat, Helix and EventSub alike. */
  readonly acts: TwitchRehearsal;
  /** Adds the people who are known before the scenario starts. */
  introduce(cast: readonly CastMember[]): void;
  /** Starts or ends the channel's stream. */
  setLive(live: boolean): void;
}

/** Starts both servers on loopback and adds them to the scope before this resolves. */
export const createSimulatedTwitch = async (
  options: {
    readonly clock: Clock;
    readonly ids: IdSource;
    readonly random: RandomSource;
    readonly port: number;
  },
  scope: Scope,
): Promise<SimulatedTwitch> => {
  const { clock, ids, random, port } = options;
  const chat = scope.use(
    await createTwitchRehearsal({
      clock,
      ids,
      random,
      port,
      accountOf: (login, token) => {
        const issued = platform.tokens.find(token);
        return issued?.user.login === login && login === streamer.login ? streamer : null;
      },
      isSilenced: (login) => platform.world.isSilenced(login),
    }),
  );
  const platform: TwitchPlatformServer = scope.use(
    await createTwitchPlatform({
      clock,
      ids,
      // Its own source of randomness, so that the number of its draws cannot change the show.
      random: createSeededRandom(Math.floor(random.next() * 2 ** 32)),
      broadcaster: streamer,
      allowAfterMs: approvedAfterMs,
      chat: {
        say: (sender, text, replyTo) =>
          chat.say(
            sender.login === streamer.login ? streamer : { ...sender, color: null, roles: [] },
            text,
            replyTo === null ? {} : { replyTo },
          ),
        deleteMessage: (id) => chat.deleteMessage(id),
        silence: ({ login }, seconds) => chat.timeOut(login, seconds),
      },
    }),
  );
  const { world, acts } = platform;
  return {
    chat,
    platform,
    introduce: (cast) => {
      for (const member of cast) {
        const user = world.meet(member);
        if (member.roles.includes('subscriber')) world.addSubscriber({ user, tier: '1000', gifter: null });
      }
    },
    setLive: (live) => {
      if (live === (world.liveSince !== null)) return;
      if (live) acts.goLive();
      else acts.goOffline();
    },
    acts: {
      ...chat,
      say: (member, text, sayOptions) => {
        world.meet(member);
        return chat.say(member, text, sayOptions);
      },
      raid: (member, viewers) => {
        chat.raid(member, viewers);
        acts.raid(member, viewers);
      },
      subscribe: (member, months, text = '') => {
        chat.subscribe(member, months, text);
        if (months > 1) acts.resubscribe(member, months, text);
        else acts.subscribe(member);
      },
      follow: (member) => acts.follow(member),
      cheer: (member, bits, text) => {
        chat.say(member, `cheer${bits} ${text}`.trim());
        acts.cheer(member, bits, text);
      },
      redeem: (member, reward, input) => void acts.redeem(member, reward, input),
    },
  };
};
