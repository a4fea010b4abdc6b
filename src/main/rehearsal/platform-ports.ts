/** A person of the rehearsal's cast. Names are invented and belong to nobody. */
export interface CastMember {
  /** Lower-case login that never changes: `maple_otter`. */
  readonly login: string;
  readonly displayName: string;
  readonly color: string | null;
  readonly roles: readonly ('subscriber' | 'vip' | 'moderator' | 'broadcaster')[];
}

/** The simulated Twitch: its address, its account, and the actions of viewers. */
export interface TwitchRehearsal extends AsyncDisposable {
  /** Address of the IRC server: `ws://127.0.0.1:PORT`. */
  readonly chatUrl: string;
  readonly channel: string;
  /** The account that Cuelight may sign in with, and its token. */
  readonly account: { readonly login: string; readonly token: string };
  /** Sends a viewer's line to everybody in the channel and returns its id. */
  say(
    member: CastMember,
    text: string,
    options?: { readonly replyTo?: string; readonly firstMessage?: boolean },
  ): string;
  /** Raids the channel with a streamer of the cast and their viewers. */
  raid(member: CastMember, viewers: number): void;
  subscribe(member: CastMember, months: number, text?: string): void;
  /** Makes a viewer follow. Absent, like the next two, when only chat is simulated. */
  follow?(member: CastMember): void;
  cheer?(member: CastMember, bits: number, text: string): void;
  /** Redeems a reward of the channel, by its title. */
  redeem?(member: CastMember, reward: string, input: string): void;
  /** Calls the listener for each line from our own account that the server accepted. */
  onOwnMessage(listener: (text: string) => void): Disposable;
}

export interface DiscordRehearsal extends AsyncDisposable {
  /** Base address of the REST API, without a version: `http://127.0.0.1:PORT/api`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly guildId: string;
  readonly channelId: string;
  /** A second channel of the same guild, for announcements. */
  readonly announcementsId: string;
  /** Posts a viewer's message and returns its id. */
  say(member: CastMember, text: string, options?: { readonly replyTo?: string }): string;
  /** Uses a slash command of the bot as a viewer. Returns null when the bot does not offer it. */
  useCommand(member: CastMember, command: string): string | null;
  onOwnMessage(listener: (text: string) => void): Disposable;
}

export interface ObsRehearsal extends AsyncDisposable {
  /** Address of the server: `ws://127.0.0.1:PORT`. */
  readonly url: string;
  readonly password: string;
  setScene(name: string): void;
  setStreaming(on: boolean): void;
  setRecording(on: boolean): void;
  /** Sets the share of dropped frames, 0 to 1. */
  setDropRate(share: number): void;
  /** Sets the bitrate of the simulated stream, in kilobits a second. */
  setBitrate(kbps: number): void;
}

/** The three simulated platforms that a scenario plays on. */
export interface RehearsalServers {
  readonly twitch: TwitchRehearsal;
  readonly discord: DiscordRehearsal;
  readonly obs: ObsRehearsal;
}
