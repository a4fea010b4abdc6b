import { hourMs } from '#shared/kernel/index.ts';
import type { DiscordRehearsalServer } from '../discord/index.ts';
import type { ObsRehearsalServer } from '../obs/index.ts';
import type { TwitchPlatformServer } from '../twitch-platform/index.ts';
import type { TwitchRehearsalServer } from '../twitch/index.ts';
import { implementDeliveryFaults } from './implement-delivery-faults.ts';
import {
  faultsOf,
  lasting,
  once,
  type InjectableFault,
  type FaultImplementations,
} from './injectable-fault.ts';

/** The servers that faults can be injected into. */
export interface FaultyServers {
  readonly twitch: TwitchRehearsalServer;
  /** The Twitch services besides chat: sign-in, Helix and EventSub. */
  readonly platform: TwitchPlatformServer;
  readonly discord: DiscordRehearsalServer;
  readonly obs: ObsRehearsalServer;
}

const malformed = { text: '{"this is": no message' };
const oversized = 'x'.repeat(40_000);
/** Bytes beyond the 16 MiB that a WebSocket library accepts in one frame. */
const veryOversized = 17 * 1_024 * 1_024;

const chatFaults = ({ faults }: TwitchRehearsalServer): FaultImplementations => ({
  ...implementDeliveryFaults(faults.delivery),
  refuse: lasting(
    ({ status }) => {
      faults.refuseConnections = status ?? 'cut';
      faults.resetMidLine();
    },
    () => (faults.refuseConnections = false),
    {
      optional: ['status'],
      words: {
        description: 'Drops all connections and refuses new ones, with an HTTP status if you give one.',
      },
    },
  ),
  'withhold-hello': lasting(
    () => (faults.withholdWelcome = true),
    () => (faults.withholdWelcome = false),
  ),
  'withhold-join': lasting(
    () => (faults.withholdJoin = true),
    () => (faults.withholdJoin = false),
  ),
  'take-out': once(() => faults.takeOutOfChannel()),
  'withhold-pong': lasting(
    () => (faults.withholdPong = true),
    () => (faults.withholdPong = false),
  ),
  'refuse-sign-ins': lasting(
    () => (faults.refuseSignIns = true),
    () => (faults.refuseSignIns = false),
  ),
  freeze: once(() => faults.freezeConnections()),
  cut: once(() => faults.resetMidLine()),
  reconnect: once(() => faults.requestReconnect()),
  close: once(({ code }) => faults.closeConnections(code), { defaults: { code: 1_001 } }),
  'drop-messages': lasting(
    () => (faults.dropMessages = true),
    () => (faults.dropMessages = false),
  ),
  'rate-limit': once(
    () =>
      faults.refuseNextMessage(
        'msg_ratelimit',
        'Your message was not sent because you are sending messages too quickly.',
      ),
    { words: { description: 'Answers our next message with the notice that we are sending too fast.' } },
  ),
  malformed: once(({ text }) => faults.sendRaw(text), { defaults: malformed }),
  oversized: once(() => faults.sendRaw(`${oversized}\r\n`)),
  'wrong-clock': lasting(
    ({ offsetMs }) => (faults.clockOffsetMs = offsetMs),
    () => (faults.clockOffsetMs = 0),
    { defaults: { offsetMs: hourMs } },
  ),
});

const platformFaults = ({ faults }: TwitchPlatformServer): FaultImplementations => ({
  ...implementDeliveryFaults(faults.delivery),
  refuse: lasting(
    () => {
      faults.refuseConnections = true;
      faults.resetSockets();
    },
    () => (faults.refuseConnections = false),
    {
      words: { description: 'Drops the EventSub connections, and refuses new connections and all requests.' },
    },
  ),
  'withhold-hello': lasting(
    () => (faults.withholdWelcome = true),
    () => (faults.withholdWelcome = false),
    {
      words: {
        description:
          'Accepts EventSub connections but never sends the welcome message. Reset the connections to see it.',
      },
    },
  ),
  'withhold-acks': lasting(
    () => (faults.withholdKeepalive = true),
    () => (faults.withholdKeepalive = false),
    {
      words: {
        title: 'No keepalives',
        description: 'EventSub stops sending keepalives.',
        expect: 'Drops the connection, reconnects, and restores all subscriptions.',
      },
    },
  ),
  'refuse-sign-ins': once(() => faults.revokeAuthorization(), {
    words: {
      title: 'Revoke access',
      description:
        "Revokes Cuelight's access to the account: tokens become invalid, and EventSub reports it.",
      expect: 'Stops using the tokens and asks you to sign in again. Does not retry in a loop.',
    },
  }),
  'expire-token': once(() => faults.expireAccessTokens()),
  freeze: once(() => faults.freezeSockets()),
  cut: once(() => faults.resetSockets()),
  reconnect: once(() => faults.requestReconnect(), {
    words: { description: 'EventSub asks every client to move to another address.' },
  }),
  close: once(({ code }) => faults.closeSockets(code), { defaults: { code: 4_000 } }),
  'drop-events': once(() => faults.forgetSubscriptions(), {
    words: {
      description: 'Removes all subscriptions without notice. Connections and keepalives continue.',
      expect: 'Detects the missing subscriptions, creates them again, and fetches the missed events.',
    },
  }),
  'rate-limit': once(({ retryAfterMs }) => faults.exhaustRateLimit(retryAfterMs), {
    defaults: { retryAfterMs: 5_000 },
    words: { description: 'Uses up the Helix rate limit for the given time.' },
  }),
  'fail-requests': lasting(
    ({ status }) => (faults.failHelix = status),
    () => (faults.failHelix = null),
    {
      defaults: { status: 500 },
      words: { description: 'Answers every Helix request with an HTTP status.' },
    },
  ),
  'fail-tokens': lasting(
    ({ status }) => (faults.failTokens = status),
    () => (faults.failTokens = null),
    { defaults: { status: 500 } },
  ),
  'captive-portal': lasting(
    () => (faults.captivePortal = true),
    () => (faults.captivePortal = false),
  ),
  malformed: once(({ text }) => faults.sendRaw(text), { defaults: malformed }),
  oversized: once(() => faults.sendRaw(oversized)),
  'wrong-clock': lasting(
    ({ offsetMs }) => (faults.clockOffsetMs = offsetMs),
    () => (faults.clockOffsetMs = 0),
    { defaults: { offsetMs: hourMs } },
  ),
});

const discordFaults = ({ faults }: DiscordRehearsalServer): FaultImplementations => ({
  ...implementDeliveryFaults(faults.delivery, (latencyMs) => (faults.restLatencyMs = latencyMs)),
  refuse: lasting(
    () => {
      faults.refuseConnections = true;
      faults.dropLinks();
    },
    () => (faults.refuseConnections = false),
    { words: { description: 'Drops all connections, and refuses new connections and requests.' } },
  ),
  'withhold-hello': lasting(
    () => (faults.withholdHello = true),
    () => (faults.withholdHello = false),
  ),
  'withhold-acks': lasting(
    () => (faults.withholdHeartbeatAcks = true),
    () => (faults.withholdHeartbeatAcks = false),
  ),
  'refuse-sign-ins': lasting(
    ({ code }) => {
      faults.identifyRefusal = { kind: 'close', code };
      faults.invalidateSessions(false);
      faults.dropLinks();
    },
    () => (faults.identifyRefusal = null),
    {
      defaults: { code: 4_004 },
      words: {
        description:
          'Drops all connections and closes each sign-in with a code: 4004 is a wrong token, 4014 a disallowed intent.',
      },
    },
  ),
  'invalid-session': lasting(
    () => {
      faults.identifyRefusal = { kind: 'invalid-session' };
      faults.invalidateSessions(false);
    },
    () => (faults.identifyRefusal = null),
  ),
  freeze: once(() => faults.freezeLinks()),
  cut: once(() => faults.dropLinks()),
  reconnect: once(() => faults.requestReconnect()),
  close: once(({ code }) => faults.closeLinks(code), { defaults: { code: 4_000 } }),
  'rate-limit': once(
    ({ retryAfterMs, times }) => faults.rateLimitRest({ retryAfterMs, times, global: false }),
    {
      defaults: { retryAfterMs: 2_000, times: 1 },
      words: { description: 'Answers the next requests with 429 and a retry time.' },
    },
  ),
  'fail-requests': once(({ status, times }) => faults.refuseRest({ status, times }), {
    defaults: { status: 500, times: 1 },
  }),
  malformed: once(({ text }) => faults.sendRaw(text), { defaults: malformed }),
  oversized: once(() => faults.sendRaw(JSON.stringify({ op: 0, s: 1, t: 'MESSAGE_CREATE', d: oversized }))),
  'wrong-clock': lasting(
    ({ offsetMs }) => (faults.clockOffsetMs = offsetMs),
    () => (faults.clockOffsetMs = 0),
    { defaults: { offsetMs: hourMs } },
  ),
});

const obsFaults = (obs: ObsRehearsalServer): FaultImplementations => {
  const { faults } = obs;
  return {
    ...implementDeliveryFaults(faults.delivery),
    refuse: lasting(
      () => faults.goDown(),
      () => faults.comeBack(),
      {
        words: {
          title: 'Close OBS',
          description: 'Simulates a closed OBS: all connections drop and the port is closed.',
          expect: 'Waits for OBS without raising an alarm and connects within 5 s of its return.',
        },
      },
    ),
    'withhold-hello': lasting(
      () => faults.sayHello(false),
      () => faults.sayHello(true),
    ),
    'refuse-sign-ins': lasting(
      () => {
        faults.refusePasswords(true);
        faults.drop();
      },
      () => faults.refusePasswords(false),
      { words: { description: 'Changes the password and drops all connections.' } },
    ),
    freeze: lasting(
      () => faults.answer(false),
      () => faults.answer(true),
      { words: { description: 'Stops answering. The connections stay open.' } },
    ),
    cut: once(() => faults.drop(), { words: { description: 'Drops all connections, as a crash does.' } }),
    // OBS never asks a client to reconnect. Dropping the connection is the closest match.
    reconnect: once(() => faults.drop(), {
      words: {
        title: 'Drop the connection',
        description: 'Drops all connections and accepts new ones immediately.',
      },
    }),
    close: once(({ code }) => faults.close(code), { defaults: { code: 1_001 } }),
    malformed: once(({ text }) => faults.sendRaw(text), { defaults: malformed }),
    oversized: once(() => faults.sendRaw('x'.repeat(veryOversized))),
    'drop-frames': lasting(
      ({ share }) => obs.setDropRate(share),
      () => obs.setDropRate(0),
      { defaults: { share: 0.2 } },
    ),
    'interrupt-stream': lasting(
      () => faults.interruptStream(),
      () => faults.restoreStream(),
    ),
    'fail-next-stream': once(() => faults.failNextStream()),
    kick: once(() => faults.kick()),
  };
};

/** Returns every fault that can be injected on purpose. */
export const createFaultCatalogue = ({
  twitch,
  platform,
  discord,
  obs,
}: FaultyServers): readonly InjectableFault[] => [
  ...faultsOf('twitch', chatFaults(twitch)),
  ...faultsOf('twitch-platform', platformFaults(platform)),
  ...faultsOf('discord', discordFaults(discord)),
  ...faultsOf('obs', obsFaults(obs)),
];
