import {
  createOperations,
  implement,
  implementComponents,
  type OperationImplementation,
} from '#core/index.ts';
import { CorrelationContext } from '#core/events/correlation.ts';
import { chatSend } from '#shared/catalogue/operations/chat.ts';
import { clockConfirm, programQuit, programSwitchMode } from '#shared/catalogue/operations/program.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import type { DiscordOverview, HeldViewer, RunInfo } from '#shared/contract/index.ts';
import { type Clock, Emitter, err, Fault, type IdSource, ok } from '#shared/kernel/index.ts';
import type {
  ChatMessage,
  ListedBackup,
  MetricSample,
  MetricSeries,
  ObsView,
  Outage,
  RehearsalStatus,
  RunMode,
  SettingsPreview,
  SettingsSection,
  SettingsVersionView,
} from '#shared/model/index.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';
import type { ChatPort, ChatTarget, GatewayPorts } from '../ports/index.ts';
import { FakeBackups, FakeDiagnostics, FakeViewers } from './fake-data.ts';
import { FakeDiscord } from './fake-discord.ts';
import { FakeDocks } from './fake-docks.ts';
import { FakeHistory } from './fake-history.ts';
import { FakeJournal } from './fake-journal.ts';
import { FakeObs } from './fake-obs.ts';
import { FakeRehearsal, smallOutages } from './fake-rehearsal.ts';
import { FakeSecurity } from './fake-security.ts';
import { FakeSettings, FakeSettingsHistory } from './fake-settings.ts';
import { type FakeGraph, FakeSystem } from './fake-system.ts';
import { FakeTwitch, type FakeTwitchState } from './fake-twitch.ts';
import { FakeUpdates } from './fake-updates.ts';
import { holdsSecret, withRefusals } from './refusals.ts';

/** Returns a chat message with defaults for everything that a test does not set. */
export const chatMessage = (id: string, overrides: Partial<ChatMessage> = {}): ChatMessage =>
  plainMessage({
    id,
    text: `Message ${id}`,
    at: 0,
    ...overrides,
  });

const smallTargets: readonly ChatTarget[] = [
  { platform: 'twitch', title: '#cuelight', maxLength: 500, obstacle: null, queueDepth: 0 },
  { platform: 'discord', title: 'general', maxLength: 2_000, obstacle: 'Not signed in.', queueDepth: 0 },
];

class FakeChat implements ChatPort {
  readonly sent: { platform: string; text: string; cause: string }[] = [];
  /** Oldest first. A test may change it before a client asks. */
  readonly messages: ChatMessage[] = [];
  readonly #listeners = new Emitter<[message: ChatMessage]>();
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #targets: readonly ChatTarget[];
  readonly #bot: Partial<ChatMessage>;
  /** Reason why the platform refuses messages; null while it accepts them. */
  refused: string | null = null;

  constructor(clock: Clock, ids: IdSource, { targets = smallTargets, bot = {} }: FakeShow) {
    this.#clock = clock;
    this.#ids = ids;
    this.#targets = targets;
    this.#bot = bot;
  }

  recent(limit: number): readonly ChatMessage[] {
    return this.messages.slice(-limit);
  }

  targets(): readonly ChatTarget[] {
    return this.#targets;
  }

  readonly implementations: readonly OperationImplementation[] = [
    implement(chatSend, {
      run: async (message, { caller: cause }) => {
        const secret = holdsSecret(message);
        if (secret) return err(secret);
        if (this.refused !== null)
          return ok({ result: { result: 'refused', messageId: null, message: this.refused } });
        const { platform, text } = message;
        this.sent.push({ platform, text, cause });
        const id = this.#ids.next();
        const ownCause = { componentId: cause, messageId: null };
        this.say(
          chatMessage(id, { at: this.#clock.now(), ...this.#bot, platform, text, own: true, ownCause }),
        );
        return ok({ result: { result: 'delivered', messageId: id, message: 'Twitch confirmed it.' } });
      },
    }),
  ];

  onMessage(listener: (message: ChatMessage) => void): Disposable {
    return this.#listeners.on(listener);
  }

  /** Delivers a message. */
  say(message: ChatMessage): void {
    this.messages.push(message);
    this.#listeners.emit(message);
  }
}

/** The data of a show in memory. A field that is left out has the value of the gateway's small show. */
export interface FakeShow {
  readonly graph?: FakeGraph;
  readonly run?: RunInfo;
  readonly series?: readonly MetricSeries[];
  readonly targets?: readonly ChatTarget[];
  /** The author of what is sent. */
  readonly bot?: Partial<ChatMessage>;
  readonly obs?: ObsView;
  readonly twitch?: FakeTwitchState;
  readonly discord?: DiscordOverview;
  readonly rehearsal?: RehearsalStatus;
  readonly outages?: Outage[];
  readonly sections?: readonly SettingsSection[];
  readonly versions?: readonly SettingsVersionView[];
  readonly preview?: SettingsPreview;
  readonly backups?: ListedBackup[];
  readonly viewers?: HeldViewer[];
}

/** Ports over a show in memory, with controls for tests. */
export interface FakePorts extends GatewayPorts {
  readonly system: FakeSystem;
  readonly chat: FakeChat;
  readonly journal: FakeJournal;
  readonly history: FakeHistory;
  readonly settings: FakeSettings;
  readonly settingsHistory: FakeSettingsHistory;
  readonly backups: FakeBackups;
  readonly viewers: FakeViewers;
  readonly rehearsal: FakeRehearsal;
  readonly twitch: FakeTwitch;
  readonly discord: FakeDiscord;
  readonly docks: FakeDocks;
  readonly security: FakeSecurity;
  readonly updates: FakeUpdates;
  readonly obs: FakeObs;
  /** The modes that were switched to. */
  readonly modesAsked: RunMode[];
  /** The number of times that the program was quit. */
  quits: number;
  /** The number of times that the clock was confirmed. */
  clockConfirmations: number;
  setRunInfo(changes: Partial<RunInfo>): void;
  sample(at: number, samples: readonly MetricSample[]): void;
}

const smallRun = (clock: Clock): RunInfo => ({
  mode: 'rehearsal',
  scenario: 'lively-show',
  host: 'headless',
  version: '0.0.0-test',
  startedAt: clock.now(),
  show: { state: 'live', since: clock.now() },
  trial: null,
});

const smallSeries = (clock: Clock): readonly MetricSeries[] => [
  {
    componentId: 'obs:main',
    name: 'fps',
    unit: '1/s',
    from: clock.now(),
    stepMs: 1_000,
    values: [60, null, 60],
  },
];

/**
 * Creates ports over a show in memory. `onSwitch` and `onQuit` stand for the host, which restarts in the mode
 * or exits.
 */
export const createFakePorts = (
  clock: Clock,
  ids: IdSource,
  show: FakeShow = {},
  onSwitch: (mode: RunMode) => void = () => undefined,
  onQuit: () => void = () => undefined,
): FakePorts => {
  const system = new FakeSystem(clock, ids, show.graph);
  const runListeners = new Emitter();
  const sampleListeners = new Emitter<[at: number, samples: readonly MetricSample[]]>();
  const run = show.run ?? smallRun(clock);
  const series = show.series ?? smallSeries(clock);
  const outages = show.outages ?? smallOutages(clock);
  const settings = new FakeSettings(show.sections);
  const settingsHistory = new FakeSettingsHistory(show.versions, show.preview);
  const backups = new FakeBackups(clock, show.backups, show.preview);
  const viewers = new FakeViewers(show.viewers);
  const diagnostics = new FakeDiagnostics(clock);
  const obs = new FakeObs(clock, show.obs);
  const rehearsal = new FakeRehearsal(clock, ids, show.rehearsal);
  const docks = new FakeDocks(clock, ids);
  const updates = new FakeUpdates(clock);
  const chat = new FakeChat(clock, ids, show);
  const twitch = new FakeTwitch(clock, show.twitch);
  const discord = new FakeDiscord(show.discord);
  const history = new FakeHistory(system.events.records);
  const clockState = () => ({
    trust: 'trusted' as const,
    now: clock.now(),
    knownAt: clock.now(),
    doubt: null,
    message: 'The clock of this PC is right.',
  });
  const security = new FakeSecurity(clock);
  const fakes = [
    security,
    obs,
    twitch,
    discord,
    chat,
    rehearsal,
    docks,
    updates,
    settings,
    settingsHistory,
    backups,
    viewers,
    diagnostics,
  ];
  const implementations = [
    ...implementComponents(system),
    ...fakes.flatMap((fake) => fake.implementations),
    implement(clockConfirm, {
      run: async () => {
        ports.clockConfirmations += 1;
        return ok({ result: clockState() });
      },
    }),
    implement(programSwitchMode, {
      run: async ({ mode }) => {
        if (mode === run.mode) {
          const message = `Cuelight is already ${mode === 'live' ? 'live' : 'in rehearsal'}. Nothing was changed.`;
          return err(new Fault('program.mode-unchanged', message, { kind: 'configuration' }));
        }
        ports.modesAsked.push(mode);
        ports.setRunInfo({ mode });
        onSwitch(mode);
        return ok({ result: { mode } });
      },
    }),
    implement(programQuit, {
      run: async () => {
        ports.quits += 1;
        onQuit();
        return ok({ result: {} });
      },
    }),
  ];
  const bus = {
    correlation: new CorrelationContext(),
    emit: (source: string, draft: TopicDraft) => system.events.emit(source, draft),
  };
  const ports: FakePorts = {
    system,
    chat,
    settings,
    settingsHistory,
    backups,
    viewers,
    diagnostics,
    docks,
    updates,
    outages: { list: () => outages },
    rehearsal,
    twitch,
    discord,
    obs,
    history,
    journal: new FakeJournal(system.events.records, chat.messages, () => history.indexed),
    metrics: { recent: () => series, onSample: (listener) => sampleListeners.on(listener) },
    operations: createOperations({ clock, ids, bus, implementations: withRefusals(implementations) }),
    clock: { state: clockState },
    security,
    modesAsked: [],
    quits: 0,
    clockConfirmations: 0,
    runInfo: () => ({ ...run }),
    onRunInfo: (listener) => runListeners.on(listener),
    setRunInfo: (changes) => {
      Object.assign(run, changes);
      runListeners.emit();
    },
    sample: (at, samples) => {
      sampleListeners.emit(at, samples);
    },
  };
  return ports;
};
