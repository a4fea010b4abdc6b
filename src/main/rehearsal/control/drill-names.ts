import { rehearsalServerOf, type Disturbance } from '#shared/model/index.ts';

/** Short names of faults in a streamer's words: the symptom, not what the server does. */
const symptoms: Readonly<Record<string, string>> = {
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

/** Short names for one server, where the symptom differs from the general one. */
const serverSymptoms: Readonly<Record<string, string>> = {
  'obs refuse': 'crash',
  'obs refuse-sign-ins': 'wrong password',
  'twitch-platform refuse-sign-ins': 'access revoked',
};

/**
 * Returns the name of a drill in a streamer's words: "OBS crash". A fault without an entry keeps its id, with
 * spaces for hyphens.
 */
export const drillName = ({ server, fault }: Pick<Disturbance, 'server' | 'fault'>): string =>
  `${rehearsalServerOf(server).spokenOf} ${serverSymptoms[`${server} ${fault}`] ?? symptoms[fault] ?? fault.replaceAll('-', ' ')}`;

/** Returns the headline of the problem that a drill causes: its origin and the drill's name. */
export const drillTitle = (disturbance: Pick<Disturbance, 'server' | 'fault' | 'by'>): string =>
  `${disturbance.by === 'operator' ? 'Drill' : 'Scripted outage'}: ${drillName(disturbance)}`;
