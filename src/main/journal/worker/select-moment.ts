import type { DatabaseSync } from 'node:sqlite';
import { storedSnapshotSchema, type PastComponent, type SystemSnapshot } from '#shared/model/index.ts';
import type { Moment } from '../journal-history-port.ts';
import type { HealthTransition } from '../port.ts';
import { textColumn } from './rows.ts';
import { decodeTransitions } from './select-transitions.ts';

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const parseSnapshot = (text: string): SystemSnapshot | null => {
  try {
    return storedSnapshotSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

const isRunning = (state: PastComponent['state']): boolean => state === 'running' || state === 'degraded';

const move = (component: PastComponent, { at, state, level, reason }: HealthTransition): PastComponent => ({
  ...component,
  state,
  level,
  reason,
  since: state === component.state ? component.since : at,
  levelSince: level === component.level ? component.levelSince : at,
  startedAt: isRunning(state) ? (component.startedAt ?? at) : null,
});

/** Applies the transitions up to an instant to a snapshot. */
const replay = (
  snapshot: SystemSnapshot,
  transitions: readonly HealthTransition[],
  at: number,
): SystemSnapshot => {
  const components = new Map(snapshot.components.map((component) => [component.id, component]));
  for (const transition of transitions) {
    const before = components.get(transition.componentId);
    if (before) components.set(before.id, move(before, transition));
  }
  return { ...snapshot, at, components: [...components.values()] };
};

/**
 * Returns the graph at a moment: the last snapshot in the moment's run, with the transitions since. The cost
 * depends on the distance between two snapshots, not on the length of the history.
 */
export const selectMoment = (database: DatabaseSync, at: number): Moment => {
  const run = database
    .prepare('SELECT started_at, seen_at FROM runs WHERE started_at <= ? ORDER BY started_at DESC LIMIT 1')
    .get(at);
  const startedAt = numberOrNull(run?.['started_at']);
  const seenAt = numberOrNull(run?.['seen_at']);
  const nextRun = database
    .prepare('SELECT started_at FROM runs WHERE started_at > ? ORDER BY started_at LIMIT 1')
    .get(at);
  const knownAfter = numberOrNull(nextRun?.['started_at']);
  if (startedAt === null || seenAt === null || at > seenAt)
    return { snapshot: null, knownBefore: seenAt, knownAfter };
  const row = database
    .prepare('SELECT at, data FROM snapshots WHERE at <= ? AND at >= ? ORDER BY at DESC, seq DESC LIMIT 1')
    .get(at, startedAt);
  const snapshot = row ? parseSnapshot(textColumn(row, 'data')) : null;
  if (!snapshot) {
    // The first moments of a run, before its first snapshot.
    const first = database.prepare('SELECT at FROM snapshots WHERE at > ? ORDER BY at LIMIT 1').get(at);
    return { snapshot: null, knownBefore: null, knownAfter: numberOrNull(first?.['at']) ?? knownAfter };
  }
  const transitions = decodeTransitions(
    database
      .prepare(
        `SELECT at, component AS componentId, state, level, reason FROM health_transitions
         WHERE at >= ? AND at <= ? AND not_cancelled() ORDER BY at, seq`,
      )
      .all(snapshot.at, at),
  );
  return { snapshot: replay(snapshot, transitions, at), knownBefore: at, knownAfter: at };
};
