import { createFakePorts } from '#main/gateway/testing/index.ts';
import { chatMessage } from '#shared/catalogue/topics/chat.ts';
import type { RunInfo } from '#shared/contract/index.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { Fault } from '#shared/kernel/fault.ts';
import { createCountingIds } from '#shared/kernel/ids.ts';
import type { RandomSource } from '#shared/kernel/random.ts';
import type {
  ChatMessage,
  ComponentView,
  EventLevel,
  EventRecord,
  GraphEdge,
  MetricSample,
  MetricSeries,
  Outage,
  SettingsSection,
  Verdict,
} from '#shared/model/index.ts';
import { healthyVerdict } from '#shared/model/testing/healthy-component.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';
import { fakePlatforms } from './fake-platforms.ts';
import { fakeComponents, fakeEdges, fakeSettings, lostConnection, waitingFor } from './fake-show.ts';

const viewers: readonly (readonly [name: string, color: string | null])[] = [
  ['Mothwing', '#9ACD32'],
  ['HollowLamp', '#1E90FF'],
  ['tin_ear', '#B22222'],
  ['Aurelia', '#DAA520'],
  ['nightbus', null],
  ['PixelPebble', '#8A2BE2'],
  ['cue_card', '#2E8B57'],
  ['Brambles', '#FF69B4'],
];
const lines = [
  'evening all',
  'that jump was clean',
  '!status',
  'is the audio a bit quiet or is it me?',
  'new overlay looks great',
  'LUL',
  'first time here, what game is this?',
  'the boss again? good luck',
  'clip it',
  'how long have you been live today?',
];

/** A number that varies around a mean, for believable charts. */
const wander = (random: RandomSource, middle: number, spread: number) => {
  let offset = 0;
  return (): number => {
    offset = offset * 0.9 + (random.next() - 0.5) * spread;
    return Math.max(0, middle + offset);
  };
};

/** Returns the details of a component, with a secret among them. */
const detailsOf = ({ platform }: ComponentView) => ({
  status: {
    address: '127.0.0.1:4455',
    version: '30.2.0',
    scene: 'Live',
    streaming: true,
    token: '[redacted]',
  },
  settingsPath: platform === null ? null : `chat-presence.${platform}`,
});

/** Creates a show in memory as the ports of a gateway. Tests change it; `play` keeps it moving. */
export const createFakeHost = ({ clock, random }: { clock: Clock; random: RandomSource }) => {
  const startedAt = clock.now() - 6_130_000;
  const ids = createCountingIds();
  const meters: readonly [componentId: string, name: string, unit: string, read: () => number][] = [
    ['obs:main', 'fps', 'fps', wander(random, 59.7, 1)],
    ['obs:main', 'droppedFramesPercent', '%', wander(random, 0.1, 0.4)],
    ['obs:main', 'bitrateKbps', 'kbit/s', wander(random, 6_000, 400)],
    ['obs:main', 'latencyMs', 'ms', wander(random, 12, 8)],
    ['twitch-chat', 'messagesPerMinute', '1/min', wander(random, 38, 24)],
    ['twitch-chat', 'latencyMs', 'ms', wander(random, 41, 30)],
    ['discord', 'latencyMs', 'ms', wander(random, 88, 40)],
    ['inbox', 'messagesPerMinute', '1/min', wander(random, 44, 24)],
    ['process', 'eventLoopDelayMs', 'ms', wander(random, 3, 4)],
    ['process', 'memoryMegabytes', 'MB', wander(random, 142, 4)],
    ['journal', 'eventsPerSecond', '/s', wander(random, 2, 3)],
  ];
  const past: MetricSeries[] = meters.map(([componentId, name, unit, read]) => ({
    componentId,
    name,
    unit,
    from: clock.now() - 300_000,
    stepMs: 1_000,
    values: Array.from({ length: 300 }, (_, index) => (index > 120 && index < 140 ? null : read())),
  }));

  const run: RunInfo = {
    mode: 'rehearsal',
    scenario: 'A lively evening',
    host: 'headless',
    version: '0.1.0',
    startedAt,
    show: { state: 'on-air', since: startedAt },
    trial: null,
  };
  const outages: Outage[] = [];
  const platforms = fakePlatforms(clock.now());
  const ports = createFakePorts(clock, ids, {
    ...platforms,
    graph: {
      components: fakeComponents(clock.now()),
      edges: fakeEdges(),
      verdict: healthyVerdict({ since: clock.now() - 5_400_000 }),
      details: detailsOf,
    },
    run,
    series: past,
    outages,
    sections: fakeSettings(),
  });
  const { system, chat } = ports;
  let lostEvents = 0;

  const recordEvent = (
    topic: string,
    source: string,
    level: EventLevel,
    message: string,
    data: Record<string, unknown> = {},
  ): EventRecord => system.record(source, topic, { level, message, data });

  const say = (
    text: string,
    viewer = viewers[0] ?? ['viewer', null],
    over: Partial<ChatMessage> = {},
  ): ChatMessage => {
    const [name, color] = viewer;
    const message = plainMessage({
      id: ids.next(),
      channel: 'lampyris',
      channelTitle: 'lampyris',
      userId: `user-${name}`,
      userName: name.toLowerCase(),
      displayName: name,
      color,
      text,
      at: clock.now(),
      ...over,
    });
    chat.say(message);
    return message;
  };

  /** Records the event of a chat message. */
  const recordMessage = (message: ChatMessage): EventRecord =>
    system.events.emit('inbox', chatMessage({ message }));

  const change = (changed: readonly ComponentView[], verdict?: Verdict): void =>
    system.change(changed, verdict);

  const part = (id: string): ComponentView => {
    const found = system.components.get(id);
    if (!found) throw new Error(`The fake show has no part "${id}".`);
    return found;
  };

  const loseObs = (): void => {
    const at = clock.now();
    const reason = 'OBS closed the connection';
    recordEvent('bridge.disconnected', 'obs:main', 'error', `${reason}.`, { code: 1001 });
    change(
      [
        lostConnection(part('obs:main'), reason, at - 12_000, at + 6_000),
        waitingFor(part('show-state'), 'obs:main', at),
        waitingFor(part('fsm'), 'obs:main', at),
      ],
      healthyVerdict({
        level: 'unhealthy',
        headline: 'OBS closed the connection',
        detail: 'Start OBS. Also affects: Show.',
        sentence: 'OBS closed the connection. Start OBS. Also affects: Show.',
        since: at - 12_000,
        causeId: 'obs:main',
        collateral: ['show-state'],
        problems: [
          {
            componentId: 'obs:main',
            title: 'OBS',
            level: 'unhealthy',
            headline: 'OBS closed the connection',
            since: at - 12_000,
          },
        ],
        action: { kind: 'retry', label: 'Retry now', target: 'obs:main' },
      }),
    );
  };

  const bringBackObs = (): void => {
    const fresh = fakeComponents(clock.now());
    recordEvent('bridge.connected', 'obs:main', 'info', 'OBS 30.2 is connected.', { version: '30.2.0' });
    change(
      fresh.filter((component) => ['obs:main', 'show-state', 'fsm'].includes(component.id)),
      healthyVerdict({ since: clock.now() }),
    );
  };

  const sample = (): void => {
    const obsIsUp = part('obs:main').state === 'running';
    const samples: MetricSample[] = meters.map(([componentId, name, unit, read]) => ({
      componentId,
      name,
      unit,
      value: componentId === 'obs:main' && !obsIsUp ? null : read(),
    }));
    ports.sample(clock.now(), samples);
  };

  const chatter = (): void => {
    const viewer = viewers[Math.floor(random.next() * viewers.length)];
    const line = lines[Math.floor(random.next() * lines.length)];
    if (random.next() > 0.6 || !viewer || line === undefined) return;
    recordMessage(say(line, viewer));
    if (line === '!status')
      say('On air for 1 h 42 min, everything is healthy.', ['CuelightBot', '#5B9DFF'], {
        own: true,
        roles: ['moderator'],
        ownCause: { componentId: 'command-router', messageId: null },
      });
  };

  for (let index = 0; index < 12; index += 1) chatter();

  return {
    /** Ports for the gateway. */
    ports,
    clock,
    ids,
    components: system.components,
    events: system.events.records,
    messages: chat.messages,
    loseObs,
    bringBackObs,
    say,
    recordEvent,
    recordMessage,
    /** Loses a frame of events on its way to the window. */
    loseEvents: (): void => void (lostEvents += 1),
    lostEvents: (): number => lostEvents,
    change,
    sample,
    part,
    edges: () => system.edges(),
    setEdges: (next: readonly GraphEdge[]): void => system.setEdges(next),
    verdict: () => system.verdict(),
    run,
    past,
    now: () => clock.now(),
    history: ports.history,
    /** The outages, newest first. */
    outages,
    rehearsal: ports.rehearsal,
    /** The OBS named main. */
    obs: ports.obs,
    /** The security check, whose results a test sets. */
    security: ports.security,
    /** The docks with a link. */
    docks: ports.docks.all,
    /** The Twitch state beside the chat. */
    twitch: ports.twitch.state,
    /** The Discord beside chat. */
    discord: {
      overview: ports.discord.state,
      used: ports.discord.used,
      get posted(): readonly string[] {
        return ports.discord.posts.map(({ text }) => text);
      },
      get edited() {
        return ports.discord.edits.map(({ messageId, text }) => ({ messageId, text }));
      },
      get removed(): readonly string[] {
        return ports.discord.removed.map(({ messageId }) => messageId);
      },
      /** Makes Discord refuse operations for a reason; null accepts them again. */
      set refusal(reason: string | null) {
        ports.discord.refusal =
          reason === null ? undefined : new Fault('discord.refused', reason, { kind: 'configuration' });
      },
    },
    data: {
      backups: ports.backups.all,
      viewers: ports.viewers.all,
      preview: platforms.preview,
      /** The backups, versions and files that were restored. */
      get restored(): readonly object[] {
        return [...ports.backups.restored, ...ports.settingsHistory.restored];
      },
    },
    /** The modes that the host was asked to switch to. */
    updates: ports.updates,
    modesAsked: ports.modesAsked,
    /** The number of times that the host was quit. */
    get quits() {
      return ports.quits;
    },
    get clockConfirmations() {
      return ports.clockConfirmations;
    },
    /** Makes the platform refuse messages for a reason; null accepts them again. */
    refuseChat: (reason: string | null): void => void (chat.refused = reason),
    sections: () => ports.settings.sections,
    setSections: (next: readonly SettingsSection[]): void => void (ports.settings.sections = next),
    /** Emits samples and chat every second. */
    play: (): Disposable =>
      clock.setInterval(() => {
        sample();
        chatter();
      }, 1_000),
  };
};
export type FakeHost = ReturnType<typeof createFakeHost>;
