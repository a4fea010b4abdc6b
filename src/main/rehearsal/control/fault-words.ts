import type { RehearsalServer } from '#shared/model/index.ts';

/** A fault in words for people: what it is called, what it does, and what should be seen of it when all works. */
export interface FaultWords {
  readonly title: string;
  readonly description: string;
  readonly expect: string;
}

const backByItself = 'The bridge notices within 10 s, says why and when it tries again, and comes back.';

/** Every fault that any server has. The name means the same thing everywhere; a server may have its own sentences. */
export const faultWords = {
  refuse: {
    title: 'Let nobody in',
    description: 'Cuts the links and refuses new ones.',
    expect: 'An outage opens at once, attempts follow with growing waits, and it heals after it is mended.',
  },
  'withhold-hello': {
    title: 'Never greet',
    description: 'Takes new links and never says a word. Cut the links to see it.',
    expect: 'A connection attempt is given up in time instead of hanging, and is tried again.',
  },
  'withhold-join': {
    title: 'Confirm no join',
    description: 'Takes a JOIN and confirms nothing.',
    expect: 'The channel is said not to be joined after 10 s, and the join is tried again.',
  },
  'take-out': {
    title: 'Take us out of the channel',
    description: 'Takes everybody out of the channel, as when it is suspended; the links stay open.',
    expect: 'The bridge does not go on waiting in a channel that it is not in: it says so, and joins again.',
  },
  'withhold-pong': {
    title: 'Answer no PING',
    description: 'Answers no PING; lines go on.',
    expect: 'While lines arrive the link counts as alive; a quiet link is given up within 10 s.',
  },
  'withhold-acks': {
    title: 'Answer no heartbeat',
    description: 'Answers no heartbeat; everything else goes on.',
    expect: 'The link is given up within 10 s and resumed, and nothing is missed.',
  },
  'refuse-sign-ins': {
    title: 'Wrong password',
    description: 'Refuses every sign-in, as after the credential was changed. Links that are open stay.',
    expect: 'At the next sign-in the bridge stops and asks for a person; it does not try in a loop.',
  },
  'expire-token': {
    title: 'Expired token',
    description: 'Refuses the access token given out so far; the refresh token still works.',
    expect: 'The token is renewed once, unseen by the show.',
  },
  'invalid-session': {
    title: 'Invalid session',
    description: 'Answers each IDENTIFY with INVALID_SESSION.',
    expect: 'Sign-ins are paced, so that the daily budget is never used up, and it heals after it is mended.',
  },
  freeze: {
    title: 'Half-open link',
    description: 'The links that are open carry nothing any more, in either direction, and stay open.',
    expect: backByItself,
  },
  cut: {
    title: 'Reset the links',
    description: 'Cuts the links in the middle of what they carry.',
    expect: 'Noticed at once and back within seconds; the gap is in the ledger.',
  },
  reconnect: {
    title: 'Ask to reconnect',
    description: 'Asks everybody to reconnect, and closes the links soon after.',
    expect: 'The bridge moves to a new link. No line is lost or shown twice.',
  },
  close: {
    title: 'Close with a code',
    description: 'Closes the links with a WebSocket code.',
    expect: 'The reason names the code. Whether it is tried again depends on what the code means.',
  },
  delay: {
    title: 'Delay and jitter',
    description: 'Everything arrives later, by up to the jitter more, in its order.',
    expect: 'Latency rises on the Health page. A slow link is not taken for a dead one.',
  },
  duplicate: {
    title: 'Send twice',
    description: 'Sends every event several times.',
    expect: 'Everything is shown once.',
  },
  reorder: {
    title: 'Swap the order',
    description: 'Of two events that follow each other the later one is sent first.',
    expect: 'Nothing is lost; times and order in the journal stay right.',
  },
  'drop-events': {
    title: 'Drop events silently',
    description: 'Tells of nothing that happens; answers and heartbeats go on.',
    expect:
      'The link looks alive, for nothing tells otherwise; what was missed is read anew where it can be.',
  },
  'drop-messages': {
    title: 'Drop our messages silently',
    description: 'Takes our messages and drops them without a word, as a filter does.',
    expect: 'A message of ours is said to be unconfirmed, never to be delivered.',
  },
  'rate-limit': {
    title: 'Rate limit',
    description: 'Tells us to slow down.',
    expect: 'The wait that was asked for is kept, and what waits in the queue is sent afterwards.',
  },
  'fail-requests': {
    title: 'Fail requests',
    description: 'Answers the next requests with an HTTP status.',
    expect: 'What could not be done says so; the link itself stays.',
  },
  'fail-tokens': {
    title: 'Fail the token endpoint',
    description:
      'Answers each renewal of the token, and each code that is asked about, with an HTTP status. Expire the token to see it.',
    expect:
      'What is connected stays so. The renewal is tried again with growing waits, nobody is asked to sign in, and it heals after it is mended.',
  },
  'captive-portal': {
    title: 'Captive portal',
    description:
      'Answers every call with a web page, as a hotel’s network does before one has signed in there.',
    expect: 'The reason is the network, not the platform, and it heals after it is mended.',
  },
  malformed: {
    title: 'Malformed data',
    description: 'Sends what is no message, or the text given.',
    expect: 'It is left out and counted. The link stays, or is made anew when it cannot be trusted.',
  },
  oversized: {
    title: 'Oversized data',
    description: 'Sends more at once than any honest server does.',
    expect: 'It is refused without taking memory, and the bridge lives on.',
  },
  'wrong-clock': {
    title: 'Wrong clock',
    description: 'Writes instants on what it sends that are off by hours.',
    expect: 'Order and durations stay right; nothing is taken for old or for new.',
  },
  'drop-frames': {
    title: 'Lose frames',
    description: 'Loses a share of the frames.',
    expect: 'OBS becomes degraded and says how many frames are lost.',
  },
  'interrupt-stream': {
    title: 'Lose the ingest server',
    description: 'The running stream loses the server it is sent to.',
    expect: 'The stream is said to reconnect; OBS itself stays connected.',
  },
  'fail-next-stream': {
    title: 'Fail the next start',
    description: 'The next start of the stream ends as one without an ingest server does.',
    expect: 'Starting the stream is reported as failed, not as done.',
  },
  kick: {
    title: 'Kick every session',
    description: 'Throws every session out, as somebody can from OBS.',
    expect: 'The bridge stays away until a person asks for it.',
  },
} as const satisfies Readonly<Record<string, FaultWords>>;

export type FaultName = keyof typeof faultWords;

export const faultNames = Object.keys(faultWords) as FaultName[];

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

/** Which of them each server can do. */
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
