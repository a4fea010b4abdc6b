/** A person of the rehearsal's cast. Names are invented; they belong to nobody. */
export interface CastMember {
  /** Lower-case login, stable: `maple_otter`. */
  readonly login: string;
  readonly displayName: string;
  readonly color: string | null;
  readonly roles: readonly ('subscriber' | 'vip' | 'moderator' | 'broadcaster')[];
}

/** Where one of the three protocol servers listens, and what a bridge needs to sign in there. */
export interface TwitchRehearsal extends AsyncDisposable {
  /** `ws://127.0.0.1:PORT` of the IRC server. */
  readonly chatUrl: string;
  readonly channel: string;
  /** The account of ours that may sign in, and its token. */
  readonly account: { readonly login: string; readonly token: string };
  /** A viewer writes a line, seen by everybody in the channel. Returns its id. */
  say(
    member: CastMember,
    text: string,
    options?: { readonly replyTo?: string; readonly firstMessage?: boolean },
  ): string;
  /** A streamer of the cast brings viewers along. */
  raid(member: CastMember, viewers: number): void;
  subscribe(member: CastMember, months: number, text?: string): void;
  /** Left out where there is only chat, which knows nothing of these. */
  follow?(member: CastMember): void;
  cheer?(member: CastMember, bits: number, text: string): void;
  /** A reward of the channel is bought, by its title. */
  redeem?(member: CastMember, reward: string, input: string): void;
  /** Called for each line that one of our accounts sent and the server accepted. */
  onOwnMessage(listener: (text: string) => void): Disposable;
}

export interface DiscordRehearsal extends AsyncDisposable {
  /** `http://127.0.0.1:PORT/api`, without a version. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly guildId: string;
  readonly channelId: string;
  /** A second channel of the same guild, for announcements. */
  readonly announcementsId: string;
  /** A viewer writes a message. Returns its id. */
  say(member: CastMember, text: string, options?: { readonly replyTo?: string }): string;
  /** A viewer uses a slash command of the bot. Null when the bot offers none of this name. */
  useCommand(member: CastMember, command: string): string | null;
  onOwnMessage(listener: (text: string) => void): Disposable;
}

export interface ObsRehearsal extends AsyncDisposable {
  /** `ws://127.0.0.1:PORT`. */
  readonly url: string;
  readonly password: string;
  setScene(name: string): void;
  setStreaming(on: boolean): void;
  setRecording(on: boolean): void;
  /** Share of frames lost from now on, 0 to 1. */
  setDropRate(share: number): void;
  /** Bitrate of the pretended stream from now on, kilobits a second. */
  setBitrate(kbps: number): void;
}

/** The stage on which a scenario plays. */
export interface RehearsalServers {
  readonly twitch: TwitchRehearsal;
  readonly discord: DiscordRehearsal;
  readonly obs: ObsRehearsal;
}
