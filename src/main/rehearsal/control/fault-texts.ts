import type { RehearsalServer } from '#shared/model/index.ts';

/** The texts of a fault for people: its title, what it does, and what Cuelight should do about it. */
export interface FaultTexts {
  readonly title: string;
  readonly description: string;
  readonly expect: string;
}

const detectsAndReconnects =
  'Detects the loss within 10 s, shows the reason and the next attempt, and reconnects.';

/** Every fault of any server. An id means the same thing on every server; a server may override the texts. */
export const faultTexts = {
  refuse: {
    title: 'Refuse connections',
    description: 'Drops all connections and refuses new ones.',
    expect:
      'Opens an outage immediately, retries with increasing delays, and reconnects once the fault is cleared.',
  },
  'withhold-hello': {
    title: 'No greeting',
    description: 'Accepts new connections but never sends a greeting. Reset the connections to see it.',
    expect: 'Gives up the connection attempt in time instead of hanging, and retries.',
  },
  'withhold-join': {
    title: 'Join never confirmed',
    description: 'Accepts the request to join the channel but never confirms it.',
    expect: 'Reports after 10 s that the channel is not joined, and tries again.',
  },
  'take-out': {
    title: 'Remove the bot from the channel',
    description:
      'Removes every client from the channel, as when the channel is suspended. The connections stay open.',
    expect: 'Detects that it left the channel and rejoins.',
  },
  'withhold-pong': {
    title: 'No ping replies',
    description: 'Ignores pings. Chat lines still arrive.',
    expect: 'Keeps the connection while lines arrive; drops a silent connection within 10 s.',
  },
  'withhold-acks': {
    title: 'No heartbeat replies',
    description: 'Ignores heartbeats. Everything else works.',
    expect: 'Drops the connection within 10 s and resumes the session without missing anything.',
  },
  'refuse-sign-ins': {
    title: 'Wrong password',
    description: 'Refuses every sign-in, as after a password change. Open connections stay.',
    expect: 'Stops at the next sign-in and asks you for the new credentials. Does not retry in a loop.',
  },
  'expire-token': {
    title: 'Expired token',
    description: 'Rejects the current access token. The refresh token still works.',
    expect: 'Renews the token once. The show is not affected.',
  },
  'invalid-session': {
    title: 'Invalid session',
    description: 'Answers every sign-in with INVALID_SESSION.',
    expect:
      'Spaces out its sign-ins so that the daily limit is never used up, and recovers once the fault is cleared.',
  },
  freeze: {
    title: 'Half-open connection',
    description: 'Open connections stop carrying data in both directions but stay open.',
    expect: detectsAndReconnects,
  },
  cut: {
    title: 'Reset connections',
    description: 'Drops all connections in the middle of a message.',
    expect: 'Detects the loss immediately, reconnects within seconds, and records the outage.',
  },
  reconnect: {
    title: 'Ask to reconnect',
    description: 'Asks every client to reconnect, and closes the old connections soon after.',
    expect: 'Moves to a new connection. No message is lost or shown twice.',
  },
  close: {
    title: 'Close with a code',
    description: 'Closes all connections with a WebSocket code.',
    expect: 'Shows the code as the reason. The code decides whether Cuelight retries.',
  },
  delay: {
    title: 'Delay and jitter',
    description: 'Delays everything by the latency plus a random jitter. The order stays the same.',
    expect: 'Shows a higher latency on the Health page. Does not treat a slow connection as dead.',
  },
  duplicate: {
    title: 'Duplicate events',
    description: 'Sends every event several times.',
    expect: 'Shows everything once.',
  },
  reorder: {
    title: 'Reorder events',
    description: 'Swaps every two consecutive events.',
    expect: 'Loses nothing. Times and order in the journal stay correct.',
  },
  'drop-events': {
    title: 'Drop events silently',
    description: 'Sends no events. Replies and heartbeats continue.',
    expect:
      'Looks healthy, because nothing reveals the loss. Fetches missed data again where the platform offers it.',
  },
  'drop-messages': {
    title: 'Drop our messages silently',
    description: 'Accepts our messages and discards them without notice, as a filter does.',
    expect: 'Reports a sent message as unconfirmed, never as delivered.',
  },
  'rate-limit': {
    title: 'Rate limit',
    description: 'Tells Cuelight to slow down.',
    expect: 'Waits as long as the platform asks, then sends the queued messages.',
  },
  'fail-requests': {
    title: 'Fail requests',
    description: 'Answers the next requests with an HTTP status.',
    expect: 'Reports each action that failed. The connection itself stays up.',
  },
  'fail-tokens': {
    title: 'Fail the token endpoint',
    description:
      'Answers every token renewal and every sign-in check with an HTTP status. Expire the token to see it.',
    expect:
      'Existing connections stay up. Retries the renewal with increasing delays, asks nobody to sign in, and recovers once the fault is cleared.',
  },
  'captive-portal': {
    title: 'Captive portal',
    description: 'Answers every request with a web page, like a hotel network before you sign in.',
    expect: 'Blames the network, not the platform, and recovers once the fault is cleared.',
  },
  malformed: {
    title: 'Malformed data',
    description: 'Sends something that is not a valid message, or the text you give.',
    expect:
      'Skips and counts the malformed message. Keeps the connection, or reconnects when it can no longer trust it.',
  },
  oversized: {
    title: 'Oversized data',
    description: 'Sends more data at once than any real server does.',
    expect: 'Rejects the data without using memory for it, and keeps running.',
  },
  'wrong-clock': {
    title: 'Wrong clock',
    description: 'Stamps everything with times that are off by hours.',
    expect: 'Order and durations stay correct. Nothing is treated as older or newer than it is.',
  },
  'drop-frames': {
    title: 'Drop frames',
    description: 'Drops a share of the video frames.',
    expect: 'Shows OBS as degraded, with the number of dropped frames.',
  },
  'interrupt-stream': {
    title: 'Lose the ingest server',
    description: 'The running stream loses the server that it streams to.',
    expect: 'Shows that the stream is reconnecting. OBS itself stays connected.',
  },
  'fail-next-stream': {
    title: 'Fail the next stream start',
    description: 'The next stream start fails, as without an ingest server.',
    expect: 'Reports the stream start as failed, not as done.',
  },
  kick: {
    title: 'Kick every session',
    description: 'Disconnects every client, as a person can from OBS.',
    expect: 'Stays disconnected until you ask it to reconnect.',
  },
} as const satisfies Readonly<Record<string, FaultTexts>>;

export type FaultName = keyof typeof faultTexts;

export const faultNames = Object.keys(faultTexts) as FaultName[];

const anyLink = [
  'refuse',
  'withhold-hello',
  'refuse-sign-ins',
  'freeze',
  'cut',
  'reconnect',
  'close',
] as const;
const anyDelivery = ['duplicate', 'drop-events', 'malformed', 'oversized'] as const;
const orderly = ['delay', 'reorder'] as const;

/** The faults that each server supports. */
export const serverFaults: Readonly<Record<RehearsalServer, readonly FaultName[]>> = {
  twitch: [
    ...anyLink,
    ...anyDelivery,
    ...orderly,
    'withhold-join',
    'take-out',
    'withhold-pong',
    'drop-messages',
    'rate-limit',
    'wrong-clock',
  ],
  'twitch-platform': [
    ...anyLink,
    ...anyDelivery,
    ...orderly,
    'withhold-acks',
    'expire-token',
    'rate-limit',
    'fail-requests',
    'fail-tokens',
    'captive-portal',
    'wrong-clock',
  ],
  discord: [
    ...anyLink,
    ...anyDelivery,
    ...orderly,
    'withhold-acks',
    'invalid-session',
    'rate-limit',
    'fail-requests',
    'wrong-clock',
  ],
  obs: [
    ...anyLink,
    ...anyDelivery,
    ...orderly,
    'drop-frames',
    'interrupt-stream',
    'fail-next-stream',
    'kick',
  ],
};
