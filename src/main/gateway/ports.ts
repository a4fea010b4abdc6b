import type { Fault, Result } from '#shared/kernel/index.ts';
import type {
  ClockState,
  DiscordOverview,
  DiscordPlace,
  DiscordPostedView,
  Dock,
  Moderation,
  ObsScreenshotView,
  ObsView,
  RunInfo,
  RunMode,
  TwitchChannel,
  TwitchRedemptionView,
  TwitchSignIn,
} from '#shared/contract/index.ts';
import type {
  ChatDelivery,
  ChatMessage,
  ChatPlatform,
  EventFilter,
  EventRecord,
  MetricSample,
  MetricSeries,
  Disturbance,
  Outage,
  Recording,
  RecordingStatus,
  RehearsalFaultOptions,
  RehearsalServer,
  RehearsalStatus,
  SettingsImpact,
  SettingsSection,
} from '#shared/model/index.ts';
import type { SystemPort } from '#core/system-port.ts';
import type { HistoryPort } from './history-port.ts';
import type { BackupsPort, IncidentsPort, SettingsHistoryPort, ViewersPort } from './data-ports.ts';

/** What the gateway reads of the journal. */
export interface JournalReadPort {
  queryEvents(
    filter: EventFilter,
    limit: number,
    signal?: AbortSignal,
  ): Promise<
    Result<
      { events: readonly EventRecord[]; next: string | null; total: number; oldestAt: number | null },
      Fault
    >
  >;
  /** Newest first. */
  queryChat(
    filter: {
      readonly text?: string;
      readonly user?: string;
      readonly name?: string;
      readonly platform?: ChatPlatform;
      readonly before?: number;
    },
    limit: number,
    signal?: AbortSignal,
  ): Promise<Result<readonly ChatMessage[], Fault>>;
  /** The share of all records that searches by words know, 0 to 1. */
  stats(): { readonly indexed: number };
}

export interface ChatTarget {
  readonly platform: ChatPlatform;
  readonly title: string;
  readonly maxLength: number;
  /** Why nothing can be sent there now; null when it can. */
  readonly obstacle: string | null;
  readonly queueDepth: number;
}

/** The conversation, as chat-presence offers it. */
export interface ChatPort {
  recent(limit: number): readonly ChatMessage[];
  targets(): readonly ChatTarget[];
  send(request: {
    readonly platform: ChatPlatform;
    readonly text: string;
    readonly replyTo?: string;
    /** Who asked: shown beside the message. */
    readonly cause: string;
    /** Sends a text with a secret in it too. */
    readonly sendAnyway?: boolean;
  }): Promise<Result<ChatDelivery, Fault>>;
  /** Told of each new message, and again, with the same id, of one that was edited or deleted. */
  onMessage(listener: (message: ChatMessage) => void): Disposable;
}

export interface MetricsPort {
  /** The last ten minutes of every number. */
  recent(): readonly MetricSeries[];
  onSample(listener: (at: number, samples: readonly MetricSample[]) => void): Disposable;
}

/** Every OBS by its component id. */
export interface ObsControlPort {
  /** As last observed. A field that did not change keeps its very value. */
  list(): readonly ObsView[];
  /** Called when {@link list} may answer something else. */
  onChange(listener: () => void): Disposable;
  setScene(id: string, scene: string): Promise<Result<void, Fault>>;
  setStreaming(id: string, on: boolean): Promise<Result<void, Fault>>;
  setRecording(id: string, on: boolean): Promise<Result<{ path: string | null }, Fault>>;
  setReplayBuffer(id: string, on: boolean): Promise<Result<void, Fault>>;
  saveReplay(id: string): Promise<Result<{ path: string }, Fault>>;
  setVirtualCamera(id: string, on: boolean): Promise<Result<void, Fault>>;
  setSourceVisible(
    id: string,
    place: { readonly scene?: string | undefined; readonly source: string | number },
    visible: boolean,
  ): Promise<Result<void, Fault>>;
  /** Asks OBS, so that the answer is known for what is not on program too. */
  isSourceVisible(
    id: string,
    place: { readonly scene?: string | undefined; readonly source: string | number },
  ): Promise<Result<boolean, Fault>>;
  setMuted(id: string, input: string, muted: boolean): Promise<Result<void, Fault>>;
  /** Asks OBS. */
  isMuted(id: string, input: string): Promise<Result<boolean, Fault>>;
  setVolume(id: string, input: string, volumeDb: number): Promise<Result<void, Fault>>;
  takeScreenshot(id: string, width: number): Promise<Result<ObsScreenshotView, Fault>>;
  sendCaption(id: string, text: string): Promise<Result<void, Fault>>;
}

export interface ConnectionTest {
  readonly ok: boolean;
  readonly message: string;
  readonly elapsedMs: number;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly message: string }[];
}

export interface SettingsPort {
  /** The file's path, its present problem if it has one, and all sections. */
  describe(): Promise<{ file: string; problem: string | null; sections: readonly SettingsSection[] }>;
  preview(path: string, values: Readonly<Record<string, unknown>>): Result<SettingsImpact, Fault>;
  patch(
    path: string,
    values: Readonly<Record<string, unknown>>,
  ): Promise<Result<{ section: SettingsSection; impact: SettingsImpact }, Fault>>;
  putSecret(name: string, value: string): Promise<Result<void, Fault>>;
  deleteSecret(name: string): Promise<Result<void, Fault>>;
  test(target: string, signal?: AbortSignal): Promise<Result<ConnectionTest, Fault>>;
}

export interface OutagesPort {
  /** Newest first. */
  list(): readonly Outage[];
}

/** Twitch beside its chat. Refusals say in Twitch's words why. */
export interface TwitchPort {
  readonly signIn: {
    status(): Promise<TwitchSignIn>;
    /** Resolves when there is a code to show; how it goes on is in the status. */
    begin(): Promise<Result<TwitchSignIn, Fault>>;
    cancel(): Promise<TwitchSignIn>;
  };
  signOut(): Promise<Result<TwitchSignIn, Fault>>;
  channel(): Promise<Result<TwitchChannel, Fault>>;
  setChannel(change: {
    readonly title?: string;
    readonly category?: string;
  }): Promise<Result<TwitchChannel, Fault>>;
  createMarker(description: string): Promise<Result<{ positionSeconds: number }, Fault>>;
  createClip(): Promise<Result<{ id: string; url: string }, Fault>>;
  moderate(request: Moderation): Promise<Result<{ message: string }, Fault>>;
  redemptions(): Promise<Result<readonly TwitchRedemptionView[], Fault>>;
  settleRedemption(request: {
    readonly id: string;
    readonly rewardId: string;
    readonly outcome: 'fulfil' | 'refund';
  }): Promise<Result<{ message: string }, Fault>>;
}

/** Discord beside its chat. */
export interface DiscordPort {
  overview(): DiscordOverview;
  /** Posts the go-live notice as it would be now, marked as a test. */
  tryNotice(): Promise<Result<DiscordPostedView, Fault>>;
  post(post: {
    readonly text: string;
    /** Null is the channel that is read. */
    readonly channelId: string | null;
    readonly as: { readonly name: string; readonly avatarUrl: string | null } | null;
    /** Two calls with the same key make one message. */
    readonly key: string;
    /** Who asked: shown beside the message. */
    readonly cause: string;
    /** Posts a text with a secret in it too. */
    readonly sendAnyway?: boolean;
  }): Promise<Result<DiscordPostedView, Fault>>;
  edit(place: DiscordPlace, text: string, sendAnyway?: boolean): Promise<Result<void, Fault>>;
  remove(place: DiscordPlace): Promise<Result<void, Fault>>;
  /** A viewer of the rehearsal uses a slash command. Fails with `rehearsal.not-rehearsing` while the program is live. */
  rehearseCommand(command: string): Result<{ readonly message: string }, Fault>;
}

/** Sessions written down as scenarios: works live as well. */
export interface RecordingPort {
  status(): RecordingStatus;
  start(request: {
    readonly title?: string | undefined;
    readonly texts: 'replaced' | 'kept';
  }): Result<void, Fault>;
  /** Ends it and writes it down. */
  stop(): Promise<Result<Recording, Fault>>;
  delete(id: string): Promise<Result<void, Fault>>;
}

/** The strings of the rehearsal. What it is asked fails with `rehearsal.not-rehearsing` while the program is live. */
export interface RehearsalPort {
  status(): Result<RehearsalStatus, Fault>;
  control(request: {
    readonly action?: 'pause' | 'resume' | 'step' | 'restart' | undefined;
    readonly speed?: number | undefined;
    readonly scenario?: string | undefined;
  }): Result<RehearsalStatus, Fault>;
  inject(
    injection: RehearsalFaultOptions & {
      readonly server: RehearsalServer;
      readonly fault: string;
      readonly durationMs?: number | undefined;
    },
  ): Result<Disturbance, Fault>;
  clear(which: {
    readonly id?: string | undefined;
    readonly server?: RehearsalServer | undefined;
  }): Result<readonly Disturbance[], Fault>;
  readonly recording: RecordingPort;
  /** Called when {@link status} or the recording's would answer something else, but for where in an act the play is. */
  onChange(listener: () => void): Disposable;
}

/** The docks that a host lets in. Fails with `docks.not-served` in a host without a server of its own. */
export interface DocksPort {
  list(): Result<readonly Dock[], Fault>;
  /** The address is told this once. */
  create(name: string): Promise<Result<{ readonly dock: Dock; readonly address: string }, Fault>>;
  revoke(id: string): Promise<Result<void, Fault>>;
}

/** Whether the clock of this machine is believed. */
export interface ClockPort {
  state(): ClockState;
  /** Takes a person's word that it is right. Refused where it cannot be. */
  confirm(): Result<void, Fault>;
}

/** Everything the contract is implemented with. */
export interface GatewayPorts {
  readonly system: SystemPort;
  readonly journal: JournalReadPort;
  readonly history: HistoryPort;
  readonly chat: ChatPort;
  readonly metrics: MetricsPort;
  readonly obs: ObsControlPort;
  readonly settings: SettingsPort;
  readonly settingsHistory: SettingsHistoryPort;
  readonly backups: BackupsPort;
  readonly viewers: ViewersPort;
  readonly incidents: IncidentsPort;
  readonly discord: DiscordPort;
  readonly outages: OutagesPort;
  readonly docks: DocksPort;
  readonly rehearsal: RehearsalPort;
  readonly twitch: TwitchPort;
  readonly clock: ClockPort;
  runInfo(): RunInfo;
  /** Keeps the choice of mode, and asks the host to stop everything and begin anew in it once this is answered. */
  beginAnew(mode: RunMode): Promise<Result<void, Fault>>;
  /** Called when {@link runInfo} would answer something else. */
  onRunInfo(listener: () => void): Disposable;
}
