import { chatMessage } from '#shared/catalogue/topics/chat.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { RandomSource } from '#shared/kernel/random.ts';
import type { ChatFrame, EventsFrame, MetricsFrame, RunInfo, SystemFrame } from '#shared/contract/index.ts';
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
  Dock,
  RunMode,
} from '#shared/model/index.ts';
import { healthyVerdict } from '#shared/model/testing/healthy-component.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';
import { createFakeData } from './fake-data.ts';
import { FakeHistory } from './fake-history.ts';
import { createChannel, type Channel } from './channel.ts';
import { createFakeObs } from './fake-obs.ts';
import { createFakeRehearsal } from './fake-rehearsal.ts';
import { fakeComponents, fakeEdges, fakeSettings, lostConnection, waitingFor } from './fake-show.ts';
import { createFakeDiscord } from './fake-discord.ts';
import { createFakeTwitch } from './fake-twitch.ts';

const EPOCH = 'fake-epoch';

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

/** An in-memory host: the state of a show, changed by hand or by `play`, and the streams that report it. */
export const createFakeHost = ({ clock, random }: { clock: Clock; random: RandomSource }) => {
  const startedAt = clock.now() - 6_130_000;
  const components = new Map(fakeComponents(clock.now()).map((component) => [component.id, component]));
  let edges: readonly GraphEdge[] = fakeEdges();
  let verdict: Verdict = healthyVerdict({ since: clock.now() - 5_400_000 });
  const run: RunInfo = {
    mode: 'rehearsal',
    scenario: 'A lively evening',
    host: 'headless',
    version: '0.1.0',
    startedAt,
    show: { state: 'on-air', since: startedAt },
    trial: null,
  };
  let sections: readonly SettingsSection[] = fakeSettings();
  let chatRefusal: string | null = null;
  const events: EventRecord[] = [];
  const messages: ChatMessage[] = [];
  const outages: Outage[] = [];
  const twitch = createFakeTwitch(clock.now());
  const discord = createFakeDiscord(clock.now());
  const modesAsked: RunMode[] = [];
  let clockConfirmations = 0;
  const docks: Dock[] = [];
  let ids = 0;
  const obs = createFakeObs(clock, EPOCH);
  const system = createChannel<SystemFrame>();
  const eventStream = createChannel<EventsFrame>();
  const chat = createChannel<ChatFrame>();
  const metrics = createChannel<MetricsFrame>();

  /** Numbers the frames of one stream, from 1 without gaps. */
  const createNumbers = () => {
    let seq = 0;
    return { next: () => ({ epoch: EPOCH, seq: (seq += 1) }), last: () => ({ epoch: EPOCH, seq }) };
  };
  const numbers = {
    system: createNumbers(),
    events: createNumbers(),
    chat: createNumbers(),
    metrics: createNumbers(),
  };

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

  const recordEvent = (
    topic: string,
    source: string,
    level: EventLevel,
    message: string,
    data: Record<string, unknown> = {},
  ): EventRecord => {
    ids += 1;
    const event: EventRecord = {
      id: `event-${ids}`,
      topic,
      source,
      level,
      at: clock.now(),
      message,
      correlationId: null,
      causeId: null,
      data,
    };
    events.push(event);
    eventStream.send({ ...numbers.events.next(), events: [event], dropped: 0 });
    return event;
  };

  const say = (
    text: string,
    viewer = viewers[0] ?? ['viewer', null],
    over: Partial<ChatMessage> = {},
  ): ChatMessage => {
    ids += 1;
    const [name, color] = viewer;
    const message = plainMessage({
      id: `message-${ids}`,
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
    messages.push(message);
    chat.send({ ...numbers.chat.next(), kind: 'changes', messages: [message], dropped: 0 });
    return message;
  };

  /** Records that a message was written, as the host does: by a reference to the chat message. */
  const recordMessage = (message: ChatMessage): EventRecord => {
    const { message: sentence = '', data = {} } = chatMessage.kept({ message }) ?? {};
    return recordEvent(chatMessage.name, 'inbox', 'debug', sentence, data);
  };

  const change = (changed: readonly ComponentView[], nextVerdict: Verdict | null = null): void => {
    for (const component of changed) components.set(component.id, component);
    if (nextVerdict) verdict = nextVerdict;
    system.send({
      ...numbers.system.next(),
      kind: 'changes',
      changed: [...changed],
      removed: [],
      edges: null,
      verdict: nextVerdict,
      run: null,
    });
  };

  const part = (id: string): ComponentView => {
    const found = components.get(id);
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
    metrics.send({ ...numbers.metrics.next(), kind: 'changes', at: clock.now(), samples });
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
    rehearsal: createFakeRehearsal(clock, EPOCH),
    components,
    events,
    messages,
    loseObs,
    bringBackObs,
    say,
    recordEvent,
    recordMessage,
    /** Skips a frame of events, which no window receives. */
    loseEvents: (): void => void numbers.events.next(),
    change,
    sample,
    part,
    edges: () => edges,
    setEdges: (next: readonly GraphEdge[]): void => {
      edges = next;
      system.send({
        ...numbers.system.next(),
        kind: 'changes',
        changed: [],
        removed: [],
        edges: [...next],
        verdict: null,
        run: null,
      });
    },
    verdict: () => verdict,
    run,
    past,
    data: createFakeData(() => clock.now()),
    history: new FakeHistory(),
    /** The outages of `outages.list`, newest first. */
    outages,
    /** The Twitch state beside the chat. */
    twitch,
    discord,
    now: () => clock.now(),
    /** The modes that the host was asked to switch to. */
    modesAsked,
    get clockConfirmations() {
      return clockConfirmations;
    },
    set clockConfirmations(count: number) {
      clockConfirmations = count;
    },
    /** The OBS named main. */
    obs,
    /** The docks with a link. */
    docks,
    /** The reason why the platform refuses messages; null while it accepts them. */
    chatRefusal: () => chatRefusal,
    refuseChat: (reason: string | null): void => void (chatRefusal = reason),
    sections: () => sections,
    setSections: (next: readonly SettingsSection[]): void => void (sections = next),
    watchSystem: (signal: AbortSignal | undefined) =>
      system.read(signal, {
        ...numbers.system.last(),
        kind: 'snapshot',
        components: [...components.values()],
        edges: [...edges],
        verdict,
        run,
      }),
    watchEvents: (signal: AbortSignal | undefined) => eventStream.read(signal),
    watchChat: (signal: AbortSignal | undefined) =>
      chat.read(signal, {
        ...numbers.chat.last(),
        kind: 'snapshot',
        messages: messages.slice(-200),
        dropped: 0,
      }),
    watchMetrics: (signal: AbortSignal | undefined) =>
      metrics.read(signal, { ...numbers.metrics.last(), kind: 'snapshot', series: past }),
    /** Plays the show: a sample per second, chat, and an OBS that crashes and returns. */
    play: (): Disposable => {
      const everySecond = clock.setInterval(() => {
        sample();
        chatter();
      }, 1_000);
      return everySecond;
    },
  };
};
export type FakeHost = ReturnType<typeof createFakeHost>;
export type { Channel };
