import { levelWords, type ComponentView } from '#shared/model/index.ts';
import { isSwitchedOff, lampOf, type LampLevel } from '../model/health.ts';

/**
 * All state words for people. A person sees one status per component; the lifecycle state and the health
 * level, which the host reports separately, are shown only under Details.
 */
const words: Readonly<Record<LampLevel, string>> = {
  ...levelWords,
  off: 'Off',
  'not-set-up': 'Not set up',
};

/** Returns the word for a level, for verdicts, incidents and history. */
export const levelWord = (level: LampLevel): string => words[level];

/** Returns the word for the level of a time span; null is a span that nobody observed. */
export const observedWord = (level: LampLevel | null): string =>
  level === null ? 'Not observed' : levelWord(level);

/** The status of one component: its lamp and its word, which never contradict each other. */
export interface Status {
  readonly lamp: LampLevel;
  readonly word: string;
  /** True while a change is on its way. */
  readonly busy: boolean;
}

/** True for a component with nothing to report, whose status a card leaves out. */
export const isHealthy = ({ lamp, word }: Status): boolean => lamp === 'healthy' && word === words.healthy;

/** The status of a component that the window cannot see at the moment. */
export const unseenStatus: Status = { lamp: 'unknown', word: words.unknown, busy: false };

/** Components with a connection reconnect; all others restart. */
const retryWord = ({ kind, platform }: ComponentView): string =>
  kind === 'bridge' || platform !== null ? 'Reconnecting' : 'Restarting';

/** True while a running bridge has lost its connection and is getting it back without a restart. */
const hasLostConnection = ({ kind, state, health }: ComponentView): boolean =>
  kind === 'bridge' &&
  state === 'degraded' &&
  health.conditions.some(({ type, status }) => type === 'Connected' && status === 'false');

/** Returns the id of the component that this one waits for: the root cause where there is one. */
export const blockerOf = ({ cause, waiting }: ComponentView): string | null =>
  cause?.componentId ?? (waiting?.for === 'dependency' ? waiting.componentId : null);

/** Returns the word for a component that is on its way or waits; null when the lamp's word says it all. */
const activityWord = (component: ComponentView, blocker: string | null): string | null => {
  const { kind, desired, state, waiting, supervision } = component;
  if (state === 'stopping' || (desired === 'stopped' && state !== 'failed')) return 'Stopping';
  if (state === 'quarantined') return words.quarantined;
  if (component.notSetUp) return words['not-set-up'];
  if (blocker !== null) return `Waiting for ${blocker}`;
  if (waiting?.for === 'sign-in') return 'Waiting for sign-in';
  if (waiting?.for === 'settings') return 'Waiting for settings';
  if (waiting?.for === 'retry' || hasLostConnection(component)) return retryWord(component);
  if (state === 'starting') return supervision.attempt > 0 ? retryWord(component) : 'Starting';
  if (kind === 'orchestrator' && (state === 'degraded' || state === 'failed')) return 'Has problems';
  return null;
};

const busyWords: ReadonlySet<string> = new Set(['Starting', 'Stopping', 'Reconnecting', 'Restarting']);

/** Returns the status of a component. `blocker` is the title of the component that `blockerOf` names. */
export const statusOf = (component: ComponentView, blocker: string | null): Status => {
  const lamp = lampOf(component);
  const activity = isSwitchedOff(component) ? null : activityWord(component, blocker);
  const word = activity ?? words[lamp];
  return { lamp, word, busy: busyWords.has(word) };
};
