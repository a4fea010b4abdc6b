import type { ComponentView, Condition, GraphEdge, SettingsSection } from '#shared/model/index.ts';
import { healthyComponent } from '#shared/model/testing/healthy-component.ts';

/** The components of a believable show, for tests and the preview page. Nothing of this ships. */

interface ComponentSketch {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly kind: ComponentView['kind'];
  readonly parent?: string;
  readonly platform?: ComponentView['platform'];
  readonly needs?: readonly string[];
  readonly fact?: string;
}

const sketches: readonly ComponentSketch[] = [
  {
    id: 'chat-presence',
    title: 'Chat presence',
    description: 'Owns the bridges and the conversation.',
    kind: 'orchestrator',
    fact: '3 bridges · 38 messages/min',
  },
  {
    id: 'twitch-chat',
    title: 'Twitch chat',
    description: 'Reads and writes the chat of one Twitch channel.',
    kind: 'bridge',
    parent: 'chat-presence',
    platform: 'twitch',
    fact: '38 messages/min · 41 ms',
  },
  {
    id: 'discord',
    title: 'Discord',
    description: 'Reads and writes the channels of one Discord server.',
    kind: 'bridge',
    parent: 'chat-presence',
    platform: 'discord',
    fact: '2 servers · 88 ms',
  },
  {
    id: 'obs:main',
    title: 'OBS main',
    description: 'Follows and steers the OBS on this machine.',
    kind: 'bridge',
    parent: 'chat-presence',
    platform: 'obs',
    fact: '60.0 fps · 0.0 % dropped',
  },
  {
    id: 'inbox',
    title: 'Inbox',
    description: 'One list of normalised messages from all platforms.',
    kind: 'component',
    parent: 'chat-presence',
    needs: ['twitch-chat', 'discord'],
    fact: '0.6 messages/s',
  },
  {
    id: 'command-router',
    title: 'Command router',
    description: 'Finds commands in messages and answers them.',
    kind: 'component',
    parent: 'chat-presence',
    needs: ['inbox'],
    fact: '12 commands · 4 used',
  },
  {
    id: 'fsm',
    title: 'Show state',
    description: 'Tracks the show: off air, on air or in a break.',
    kind: 'orchestrator',
    needs: ['obs:main'],
    fact: 'On air',
  },
  {
    id: 'show-state',
    title: 'State machine',
    description: 'Follows OBS through the states of a show.',
    kind: 'component',
    parent: 'fsm',
    needs: ['obs:main'],
    fact: 'On air for 1 h 42 min',
  },
  {
    id: 'process',
    title: 'This program',
    description: 'Responsiveness and memory of Cuelight.',
    kind: 'component',
    fact: 'Running normally · 142 MB',
  },
  {
    id: 'journal',
    title: 'Journal',
    description: 'Stores events and history.',
    kind: 'component',
    fact: '48,312 events held',
  },
];

const titleOf = (id: string): string => sketches.find((sketch) => sketch.id === id)?.title ?? id;

const condition = (type: string, message: string, at: number, over: Partial<Condition> = {}): Condition => ({
  type,
  status: 'true',
  severity: 'unhealthy',
  reason: type,
  message,
  since: at - 5_400_000,
  checkedAt: at - 4_000,
  ...over,
});

/** A healthy component that started a while ago. */
export const runningComponent = (over: Partial<ComponentView> & { id: string }, at: number): ComponentView =>
  healthyComponent(over.id, {
    since: at - 6_130_000,
    startedAt: at - 6_130_000,
    health: {
      level: 'healthy',
      summary: 'Every check passed.',
      conditions: [
        condition('Connected', 'Connected.', at),
        condition('Responsive', 'Answered a probe in 41 ms.', at),
      ],
      since: at - 5_400_000,
    },
    ...over,
  });

export const fakeComponents = (at: number): ComponentView[] =>
  sketches.map(({ needs = [], parent = null, platform = null, fact = null, ...rest }) =>
    runningComponent(
      { ...rest, parent, platform, fact, needs: needs.map((id) => ({ id, required: true })) },
      at,
    ),
  );

export const fakeEdges = (): GraphEdge[] => [
  ...sketches.flatMap(({ id, needs = [] }) =>
    needs.map((needed): GraphEdge => ({ from: id, to: needed, kind: 'requires', rate: null })),
  ),
  { from: 'twitch-chat', to: 'inbox', kind: 'events', rate: 0.6 },
  { from: 'discord', to: 'inbox', kind: 'events', rate: 0.1 },
  { from: 'inbox', to: 'command-router', kind: 'events', rate: 0.7 },
  { from: 'obs:main', to: 'show-state', kind: 'events', rate: 1 },
  { from: 'inbox', to: 'journal', kind: 'events', rate: 0.7 },
  { from: 'command-router', to: 'obs:main', kind: 'uses', rate: null },
];

/** The component after its remote side went away. */
export const lostConnection = (
  component: ComponentView,
  message: string,
  at: number,
  nextAttemptAt: number,
): ComponentView => ({
  ...component,
  state: 'starting',
  since: at,
  startedAt: null,
  fact: null,
  health: {
    level: 'unhealthy',
    summary: message,
    since: at,
    conditions: [
      condition('Connected', message, at, {
        status: 'false',
        reason: 'ConnectionClosed',
        since: at,
        checkedAt: at,
      }),
      condition('Responsive', 'Not checked while it is not connected.', at, {
        status: 'unknown',
        reason: 'NotChecked',
        since: at,
      }),
    ],
  },
  waiting: { for: 'retry', nextAttemptAt, attempt: 4 },
  supervision: {
    ...component.supervision,
    restarts: 3,
    attempt: 4,
    lastFailure: { code: 'obs.closed', kind: 'transient', message, retryable: true, action: null, at },
  },
});

/** A component that waits for another one. */
export const waitingFor = (component: ComponentView, causeId: string, since: number): ComponentView => ({
  ...component,
  state: 'stopped',
  since,
  startedAt: null,
  fact: null,
  health: { level: 'unhealthy', summary: `Waiting for ${titleOf(causeId)}`, conditions: [], since },
  waiting: { for: 'dependency', componentId: causeId, message: `Waiting for ${titleOf(causeId)}` },
  cause: { componentId: causeId, message: `Waiting for ${titleOf(causeId)}`, since },
});

export const fakeSettings = (): SettingsSection[] => [
  {
    path: 'chat-presence.obs',
    title: 'OBS',
    description: 'Where OBS listens. In OBS: Tools, WebSocket Server Settings.',
    schema: {
      type: 'object',
      properties: {
        enabled: { type: 'boolean', title: 'Use OBS', description: 'Connects to OBS when Cuelight starts.' },
        address: { type: 'string', title: 'Address', description: 'Host and port, such as 127.0.0.1:4455.' },
        probeSeconds: {
          type: 'integer',
          minimum: 1,
          maximum: 60,
          title: 'Probe every',
          description: 'Seconds between two checks.',
        },
        scenes: {
          type: 'array',
          items: { type: 'string' },
          title: 'Scenes to watch',
          description: 'One name a line.',
        },
        onLost: {
          type: 'string',
          enum: ['retry', 'ask'],
          title: 'When OBS goes away',
          description: 'Try again, or ask first.',
        },
      },
      required: ['enabled', 'address'],
    },
    values: {
      enabled: true,
      address: '127.0.0.1:4455',
      probeSeconds: 5,
      scenes: ['Live', 'Break'],
      onLost: 'retry',
    },
    layers: {
      enabled: 'default',
      address: 'file',
      probeSeconds: 'default',
      scenes: 'operator',
      onLost: 'default',
    },
    secrets: [{ name: 'obs-password', title: 'OBS password', description: 'As shown in OBS.', state: 'set' }],
    testTarget: 'obs:main',
  },
  {
    path: 'chat-presence.twitch',
    title: 'Twitch',
    description: 'Which channel to read, and as whom to write.',
    schema: {
      type: 'object',
      properties: {
        enabled: {
          type: 'boolean',
          title: 'Use Twitch',
          description: 'Joins the chat when Cuelight starts.',
        },
        channel: { type: 'string', title: 'Channel', description: 'The login of the channel, without #.' },
      },
      required: ['enabled'],
    },
    values: { enabled: true, channel: 'lampyris' },
    layers: { enabled: 'default', channel: 'operator' },
    secrets: [
      {
        name: 'twitch-token',
        title: 'Twitch sign-in',
        description: 'Lets Cuelight write in chat.',
        state: 'missing',
      },
    ],
    testTarget: 'twitch-chat',
  },
  {
    path: 'journal',
    title: 'Journal',
    description: 'How long what happened is kept.',
    schema: {
      type: 'object',
      properties: {
        keepDays: { type: 'integer', minimum: 1, maximum: 365, title: 'Keep for', description: 'Days.' },
      },
    },
    values: { keepDays: 30 },
    layers: { keepDays: 'default' },
    secrets: [],
    testTarget: null,
  },
];
