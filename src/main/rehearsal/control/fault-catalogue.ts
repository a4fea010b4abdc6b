import type { RehearsalFaultKind, RehearsalFaultOptions } from '#shared/model/index.ts';
import type { DiscordRehearsalServer } from '../discord/index.ts';
import type { ObsRehearsalServer } from '../obs/index.ts';
import type { TwitchRehearsalServer } from '../twitch/index.ts';

/** The servers that can be disturbed. */
export interface DisturbedServers {
  readonly twitch: TwitchRehearsalServer;
  readonly discord: DiscordRehearsalServer;
  readonly obs: ObsRehearsalServer;
}

/** A fault with what switches it on and, when it lasts, off. */
export interface FaultAct extends Omit<RehearsalFaultKind, 'lasting'> {
  readonly begin: (options: RehearsalFaultOptions) => void;
  /** Left out for one that happens once. */
  readonly end?: () => void;
}

/** Longer than any platform sends, and than any bridge should read. */
const oversized = (): string => `${'x'.repeat(40_000)}\r\n`;
const malformed = '\u0000{"this is": no message';

const twitchActs = ({ twitch: { faults } }: DisturbedServers): readonly Omit<FaultAct, 'server'>[] => [
  {
    fault: 'refuse',
    description: 'Lets nobody in: links are cut, and new ones refused, with an HTTP status if one is given.',
    options: ['status'],
    begin: ({ status }) => {
      faults.refuseConnections = status ?? 'cut';
      faults.resetMidLine();
    },
    end: () => (faults.refuseConnections = false),
  },
  {
    fault: 'withhold-welcome',
    description: 'Takes new links and never says a word.',
    options: [],
    begin: () => (faults.withholdWelcome = true),
    end: () => (faults.withholdWelcome = false),
  },
  {
    fault: 'withhold-join',
    description: 'Takes a JOIN and confirms nothing.',
    options: [],
    begin: () => (faults.withholdJoin = true),
    end: () => (faults.withholdJoin = false),
  },
  {
    fault: 'withhold-pong',
    description: 'Answers no PING.',
    options: [],
    begin: () => (faults.withholdPong = true),
    end: () => (faults.withholdPong = false),
  },
  {
    fault: 'drop-messages',
    description: 'Takes our messages and drops them without a word, as a filter does.',
    options: [],
    begin: () => (faults.dropMessages = true),
    end: () => (faults.dropMessages = false),
  },
  {
    fault: 'refuse-sign-ins',
    description: 'Refuses every sign-in with a token, as after it was revoked; links that are open stay.',
    options: [],
    begin: () => (faults.refuseSignIns = true),
    end: () => (faults.refuseSignIns = false),
  },
  {
    fault: 'delay',
    description: 'Everything arrives later, by up to the jitter more.',
    options: ['latencyMs', 'jitterMs'],
    begin: ({ latencyMs, jitterMs }) => {
      faults.latencyMs = latencyMs ?? 2_000;
      faults.jitterMs = jitterMs ?? 0;
    },
    end: () => {
      faults.latencyMs = 0;
      faults.jitterMs = 0;
    },
  },
  {
    fault: 'freeze',
    description: 'The links that are open carry nothing any more, and stay open.',
    options: [],
    begin: () => faults.freezeConnections(),
  },
  {
    fault: 'cut',
    description: 'Resets the links in the middle of a line.',
    options: [],
    begin: () => faults.resetMidLine(),
  },
  {
    fault: 'reconnect',
    description: 'Asks everybody to reconnect, and closes the links soon after.',
    options: [],
    begin: () => faults.requestReconnect(),
  },
  {
    fault: 'close',
    description: 'Closes the links with a WebSocket code.',
    options: ['code'],
    begin: ({ code }) => faults.closeConnections(code ?? 1_001),
  },
  {
    fault: 'malformed',
    description: 'Sends what is no message, or the text given.',
    options: ['text'],
    begin: ({ text }) => faults.sendRaw(text ?? malformed),
  },
  {
    fault: 'oversized',
    description: 'Sends a line that is longer than any line may be.',
    options: [],
    begin: () => faults.sendRaw(oversized()),
  },
];

const discordActs = ({ discord: { faults } }: DisturbedServers): readonly Omit<FaultAct, 'server'>[] => [
  {
    fault: 'refuse',
    description: 'Lets nobody in: links are cut, and new ones and requests refused.',
    options: [],
    begin: () => {
      faults.refuseConnections = true;
      faults.dropLinks();
    },
    end: () => (faults.refuseConnections = false),
  },
  {
    fault: 'withhold-hello',
    description: 'Takes new links and never says HELLO.',
    options: [],
    begin: () => (faults.withholdHello = true),
    end: () => (faults.withholdHello = false),
  },
  {
    fault: 'withhold-acks',
    description: 'Answers no heartbeat; everything else goes on.',
    options: [],
    begin: () => (faults.withholdHeartbeatAcks = true),
    end: () => (faults.withholdHeartbeatAcks = false),
  },
  {
    fault: 'refuse-sign-ins',
    description:
      'Answers each IDENTIFY by closing with a code; 4004, a wrong token, unless another is given.',
    options: ['code'],
    begin: ({ code }) => {
      faults.identifyRefusal = { kind: 'close', code: code ?? 4_004 };
      faults.invalidateSessions(false);
      faults.dropLinks();
    },
    end: () => (faults.identifyRefusal = null),
  },
  {
    fault: 'invalid-session',
    description: 'Answers each IDENTIFY with INVALID_SESSION.',
    options: [],
    begin: () => {
      faults.identifyRefusal = { kind: 'invalid-session' };
      faults.invalidateSessions(false);
    },
    end: () => (faults.identifyRefusal = null),
  },
  {
    fault: 'delay',
    description: 'Answers every request later.',
    options: ['latencyMs'],
    begin: ({ latencyMs }) => (faults.restLatencyMs = latencyMs ?? 2_000),
    end: () => (faults.restLatencyMs = 0),
  },
  {
    fault: 'freeze',
    description: 'The links that are open carry nothing any more, and stay open.',
    options: [],
    begin: () => faults.freezeLinks(),
  },
  { fault: 'cut', description: 'Cuts the links.', options: [], begin: () => faults.dropLinks() },
  {
    fault: 'reconnect',
    description: 'Asks everybody to reconnect.',
    options: [],
    begin: () => faults.requestReconnect(),
  },
  {
    fault: 'close',
    description: 'Closes the links with a gateway code.',
    options: ['code'],
    begin: ({ code }) => faults.closeLinks(code ?? 4_000),
  },
  {
    fault: 'rate-limit',
    description: 'Answers the next requests with 429.',
    options: ['retryAfterMs', 'times'],
    begin: ({ retryAfterMs, times }) =>
      faults.rateLimitRest({ retryAfterMs: retryAfterMs ?? 2_000, times: times ?? 1, global: false }),
  },
  {
    fault: 'fail-requests',
    description: 'Answers the next requests with an HTTP status; 500 unless another is given.',
    options: ['status', 'times'],
    begin: ({ status, times }) => faults.refuseRest({ status: status ?? 500, times: times ?? 1 }),
  },
  {
    fault: 'malformed',
    description: 'Sends what is no message, or the text given.',
    options: ['text'],
    begin: ({ text }) => faults.sendRaw(text ?? malformed),
  },
  {
    fault: 'oversized',
    description: 'Sends a frame that is longer than any honest one.',
    options: [],
    begin: () => faults.sendRaw(JSON.stringify({ op: 0, s: 1, t: 'MESSAGE_CREATE', d: oversized() })),
  },
];

const obsActs = ({ obs }: DisturbedServers): readonly Omit<FaultAct, 'server'>[] => {
  const { faults } = obs;
  return [
    {
      fault: 'refuse',
      description: 'OBS is closed: links are cut, and nobody listens.',
      options: [],
      begin: () => void faults.goDown(),
      end: () => void faults.comeBack(),
    },
    {
      fault: 'withhold-hello',
      description: 'Takes new links and never greets.',
      options: [],
      begin: () => faults.sayHello(false),
      end: () => faults.sayHello(true),
    },
    {
      fault: 'freeze',
      description: 'Answers nothing any more; the links stay open.',
      options: [],
      begin: () => faults.answer(false),
      end: () => faults.answer(true),
    },
    {
      fault: 'delay',
      description: 'Answers every request later.',
      options: ['latencyMs'],
      begin: ({ latencyMs }) => faults.delayAnswers(latencyMs ?? 2_000),
      end: () => faults.delayAnswers(0),
    },
    {
      fault: 'drop-frames',
      description: 'Loses a share of the frames.',
      options: ['share'],
      begin: ({ share }) => obs.setDropRate(share ?? 0.2),
      end: () => obs.setDropRate(0),
    },
    {
      fault: 'interrupt-stream',
      description: 'The running stream loses its ingest server.',
      options: [],
      begin: () => faults.interruptStream(),
      end: () => faults.restoreStream(),
    },
    { fault: 'kick', description: 'Throws every session out.', options: [], begin: () => faults.kick() },
    {
      fault: 'cut',
      description: 'Cuts the links, as a crash does.',
      options: [],
      begin: () => faults.drop(),
    },
    {
      // OBS never asks anybody to reconnect; losing the link is the nearest thing.
      fault: 'reconnect',
      description: 'Cuts the links and takes new ones at once.',
      options: [],
      begin: () => faults.drop(),
    },
    {
      fault: 'fail-next-stream',
      description: 'The next start of the stream ends as one without an ingest server does.',
      options: [],
      begin: () => faults.failNextStream(),
    },
    {
      fault: 'malformed',
      description: 'Sends what is no message, or the text given.',
      options: ['text'],
      begin: ({ text }) => faults.sendRaw(text ?? malformed),
    },
    {
      fault: 'oversized',
      description: 'Sends a frame that is longer than any honest one.',
      options: [],
      begin: () => faults.sendRaw('x'.repeat(17 * 1_024 * 1_024)),
    },
  ];
};

/** Everything that can be broken on purpose. */
export const createFaultCatalogue = (servers: DisturbedServers): readonly FaultAct[] => [
  ...twitchActs(servers).map((act) => ({ ...act, server: 'twitch' as const })),
  ...discordActs(servers).map((act) => ({ ...act, server: 'discord' as const })),
  ...obsActs(servers).map((act) => ({ ...act, server: 'obs' as const })),
];
