import { rehearsalServerOf, type Disturbance } from '#shared/model/index.ts';

/** What a fault looks like to a streamer, where its name says what the server does. */
const looks: Readonly<Record<string, string>> = {
  refuse: 'outage',
  freeze: 'hang',
  cut: 'connection loss',
  close: 'connection loss',
  reconnect: 'reconnect',
  kick: 'kicked session',
  'take-out': 'removal from the channel',
  'withhold-hello': 'no greeting',
  'withhold-join': 'join never confirmed',
  'withhold-pong': 'no ping replies',
  'withhold-acks': 'no heartbeat replies',
  'refuse-sign-ins': 'sign-in refused',
  'expire-token': 'expired token',
  'invalid-session': 'invalid session',
  'fail-requests': 'failing requests',
  'fail-tokens': 'failing token endpoint',
  'captive-portal': 'captive portal',
  'rate-limit': 'rate limit',
  'wrong-clock': 'wrong clock',
  'drop-frames': 'dropped frames',
  'interrupt-stream': 'lost ingest server',
  'fail-next-stream': 'failing stream start',
  'drop-events': 'silent loss of events',
  'drop-messages': 'silent loss of messages',
  delay: 'slow connection',
  duplicate: 'duplicates',
  reorder: 'wrong order',
  malformed: 'malformed data',
  oversized: 'oversized data',
};

/** The same, where one server's fault is another thing to a streamer. */
const looksAt: Readonly<Record<string, string>> = {
  'obs refuse': 'crash',
  'obs refuse-sign-ins': 'wrong password',
  'twitch-platform refuse-sign-ins': 'access revoked',
};

/** The name of a drill in a streamer's words: "OBS crash". A fault that has no words of its own keeps its name. */
export const drillName = ({ server, fault }: Pick<Disturbance, 'server' | 'fault'>): string =>
  `${rehearsalServerOf(server).spokenOf} ${looksAt[`${server} ${fault}`] ?? looks[fault] ?? fault.replaceAll('-', ' ')}`;

/** The headline of the trouble that it causes: who broke it, and what. */
export const drillTitle = (disturbance: Pick<Disturbance, 'server' | 'fault' | 'by'>): string =>
  `${disturbance.by === 'operator' ? 'Drill' : 'Scripted outage'}: ${drillName(disturbance)}`;
