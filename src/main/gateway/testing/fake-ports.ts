import {
  createOperations,
  implement,
  implementComponents,
  type OperationImplementation,
} from '#core/index.ts';
import { clockConfirm, programSwitchMode } from '#shared/catalogue/operations/program.ts';
import { CorrelationContext } from '#core/events/correlation.ts';
import { type Clock, Emitter, err, type Fault, type IdSource, ok } from '#shared/kernel/index.ts';
import type { RunInfo } from '#shared/contract/index.ts';
import {
  type ChatMessage,
  eventLevels,
  type EventRecord,
  type MetricSample,
  type RunMode,
  topicMatches,
} from '#shared/model/index.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';
import type { ChatPort, GatewayPorts } from '../ports/index.ts';
import { FakeBackups, FakeDiagnostics, FakeViewers } from './fake-data.ts';
import { FakeDiscord } from './fake-discord.ts';
import { FakeDocks } from './fake-docks.ts';
import { FakeHistory } from './fake-history.ts';
import { createFakeOutages, FakeRehearsal } from './fake-rehearsal.ts';
import { FakeObs } from './fake-obs.ts';
import { FakeSystem } from './fake-system.ts';
import { FakeTwitch } from './fake-twitch.ts';
import { chatSend } from '#shared/catalogue/operations/chat.ts';
import { FakeSettings, FakeSettingsHistory } from './fake-settings.ts';
import { withRefusals } from './refusals.ts';

/** Returns a chat message with defaults for everything that a test does not set. */
export const chatMessage = (id: string, overrides: Partial<ChatMessage> = {}): ChatMessage =>
  plainMessage({
    id,
    text: `Message ${id}`,
    at: 0,
    ...overrides,
  });

class FakeChat implements ChatPort {
  readonly sent: { platform: string; text: string; cause: string }[] = [];
  readonly #messages: ChatMessage[] = [];
  readonly #listeners = new Emitter<[message: ChatMessage]>();
  readonly #ids: IdSource;
  /** Fault that the next send returns instead of delivering. */
  refusal: Fault | undefined;

  constructor(ids: IdSource) {
    this.#ids = ids;
  }

  recent(limit: number): readonly ChatMessage[] {
    return this.#messages.slice(-limit);
  }

  targets() {
    return [
      { platform: 'twitch' as const, title: '#cuelight', maxLength: 500, obstacle: null, queueDepth: 0 },
      {
        platform: 'discord' as const,
        title: 'general',
        maxLength: 2_000,
        obstacle: 'Not signed in.',
        queueDepth: 0,
      },
    ];
  }

  readonly implementations: readonly OperationImplementation[] = [
    implement(chatSend, {
      run: async ({ platform, text }, { caller: cause }) => {
        if (this.refusal) return err(this.refusal);
        this.sent.push({ platform, text, cause });
        const id = this.#ids.next();
        const ownCause = { componentId: cause, messageId: null };
        this.say(chatMessage(id, { platform, text, own: true, ownCause }));
        return ok({ result: { result: 'delivered', messageId: id, message: 'Delivered.' } });
      },
    }),
  ];

  onMessage(listener: (message: ChatMessage) => void): Disposable {
    return this.#listeners.on(listener);
  }

  /** Delivers a message. */
  say(message: ChatMessage): void {
    this.#messages.push(message);
    if (this.#messages.length > 500) this.#messages.shift();
    this.#listeners.emit(message);
  }
}

/** Ports over a small show in memory, with controls for tests. */
export interface FakePorts extends GatewayPorts {
  readonly system: FakeSystem;
  readonly chat: FakeChat;
  readonly settings: FakeSettings;
  readonly settingsHistory: FakeSettingsHistory;
  readonly backups: FakeBackups;
  readonly rehearsal: FakeRehearsal;
  readonly twitch: FakeTwitch;
  readonly discord: FakeDiscord;
  readonly obs: FakeObs;
  /** Replacement for the journal's answers, for tests of defects. */
  journalDefect: Error | undefined;
  readonly history: FakeHistory;
  setRunInfo(changes: Partial<RunInfo>): void;
  sample(at: number, samples: readonly MetricSample[]): void;
}

const matches = (
  event: EventRecord,
  filter: Parameters<GatewayPorts['journal']['queryEvents']>[0],
): boolean =>
  (filter.topic === undefined || topicMatches(filter.topic, event.topic)) &&
  (filter.component === undefined || event.source === filter.component) &&
  (filter.level === undefined || eventLevels.indexOf(event.level) >= eventLevels.indexOf(filter.level)) &&
  (filter.text === undefined || event.message.toLowerCase().includes(filter.text.toLowerCase()));

/** Changes the mode at once. `onSwitch` stands for the host, which restarts in that mode. */
export const createFakePorts = (
  clock: Clock,
  ids: IdSource,
  onSwitch: (mode: RunMode) => void = () => undefined,
): FakePorts => {
  const system = new FakeSystem(clock, ids);
  const runListeners = new Emitter();
  const sampleListeners = new Emitter<[at: number, samples: readonly MetricSample[]]>();
  let runInfo: RunInfo = {
    mode: 'rehearsal',
    scenario: 'lively-show',
    host: 'headless',
    version: '0.0.0-test',
    startedAt: clock.now(),
    show: { state: 'live', since: clock.now() },
    trial: null,
  };
  const settings = new FakeSettings();
  const settingsHistory = new FakeSettingsHistory();
  const backups = new FakeBackups(clock);
  const viewers = new FakeViewers();
  const diagnostics = new FakeDiagnostics(clock);
  const obs = new FakeObs();
  const rehearsal = new FakeRehearsal(clock, ids);
  const docks = new FakeDocks(clock, ids);
  const clockState = () => ({
    trust: 'trusted' as const,
    now: clock.now(),
    knownAt: clock.now(),
    doubt: null,
    message: 'The clock of this PC is right.',
  });
  const chat = new FakeChat(ids);
  const twitch = new FakeTwitch(clock);
  const discord = new FakeDiscord();
  const operations = createOperations({
    clock,
    ids,
    bus: {
      correlation: new CorrelationContext(),
      emit: (source, draft) => system.events.emit(source, draft),
    },
    implementations: withRefusals([
      ...implementComponents(system),
      ...[
        obs,
        twitch,
        discord,
        chat,
        rehearsal,
        docks,
        settings,
        settingsHistory,
        backups,
        viewers,
        diagnostics,
      ].flatMap((fake) => fake.implementations),
      implement(clockConfirm, { run: async () => ok({ result: clockState() }) }),
      implement(programSwitchMode, {
        run: async ({ mode }) => {
          ports.setRunInfo({ mode });
          onSwitch(mode);
          return ok({ result: { mode } });
        },
      }),
    ]),
  });
  const ports: FakePorts = {
    system,
    chat,
    settings,
    settingsHistory,
    backups,
    viewers,
    diagnostics,
    docks,
    outages: createFakeOutages(clock),
    rehearsal,
    twitch,
    discord,
    journalDefect: undefined,
    history: new FakeHistory(() => system.events.records),
    journal: {
      queryEvents: async (filter, limit) => {
        if (ports.journalDefect) throw ports.journalDefect;
        const found = system.events.records.filter((event) => matches(event, filter)).toReversed();
        const total = system.events.records.length;
        const oldestAt = system.events.records[0]?.at ?? null;
        const events = found.slice(0, limit);
        return ok({
          events,
          next: found.length > limit ? (events.at(-1)?.id ?? null) : null,
          total,
          oldestAt,
        });
      },
      queryChat: async ({ text = '', user, before = Infinity }, limit) =>
        ok(
          ports.chat
            .recent(Number.MAX_SAFE_INTEGER)
            .filter(
              (message) =>
                message.at < before &&
                message.text.includes(text) &&
                (user === undefined || message.userName === user),
            )
            .toReversed()
            .slice(0, limit),
        ),
      stats: () => ({ indexed: 1 }),
    },
    metrics: {
      recent: () => [
        {
          componentId: 'obs:main',
          name: 'fps',
          unit: '1/s',
          from: clock.now(),
          stepMs: 1_000,
          values: [60, null, 60],
        },
      ],
      onSample: (listener) => sampleListeners.on(listener),
    },
    operations,
    obs,
    clock: { state: clockState },
    runInfo: () => runInfo,
    onRunInfo: (listener) => runListeners.on(listener),
    setRunInfo: (changes) => {
      runInfo = { ...runInfo, ...changes };
      runListeners.emit();
    },
    sample: (at, samples) => {
      sampleListeners.emit(at, samples);
    },
  };
  return ports;
};
