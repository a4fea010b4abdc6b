import {
  createSeededRandom,
  type Scope,
  type Clock,
  type IdSource,
  type RandomSource,
} from '#shared/kernel/index.ts';
import type { CastMember, TwitchRehearsal } from './port.ts';
import { createTwitchPlatform, type TwitchPlatformServer } from './twitch-platform/index.ts';
import { createTwitchRehearsal, type TwitchRehearsalServer } from './twitch/index.ts';

/** A code is allowed by itself so long after it was shown, milliseconds: nobody sits at the pretended Twitch. */
const allowAfterMs = 4_000;

/** The one account of the rehearsal's streamer, who is signed in when the play begins. */
const streamer: CastMember = {
  login: 'lantern_cove_rehearsal',
  displayName: 'Lantern_Cove',
  color: '#E0A458',
  roles: ['broadcaster', 'subscriber'],
};

/** The pretended Twitch, whole: chat, sign-in, Helix and EventSub tell of one world. */
export interface TwitchStage {
  readonly chat: TwitchRehearsalServer;
  readonly platform: TwitchPlatformServer;
  /** What people do, seen by whoever asks or listens, whichever way. */
  readonly acts: TwitchRehearsal;
  /** The people who are there before anything happens. */
  introduce(cast: readonly CastMember[]): void;
  /** The channel goes live or ends its stream. */
  setLive(live: boolean): void;
}

/** Starts both servers on loopback. What is disposed with the scope is in it before this resolves. */
export const createTwitchStage = async (
  options: {
    readonly clock: Clock;
    readonly ids: IdSource;
    readonly random: RandomSource;
    readonly port: number;
  },
  scope: Scope,
): Promise<TwitchStage> => {
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
      // Its own source: how often it draws must not change the show.
      random: createSeededRandom(Math.floor(random.next() * 2 ** 32)),
      broadcaster: streamer,
      allowAfterMs,
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
