import type { EventRecord } from '#shared/model/index.ts';
import { healthLevels, type HealthLevel } from './health-words.ts';
import type { HealthChange } from './system-model.ts';

export const HEALTH_CHANGED = 'component.health-changed';

const levelIn = (event: EventRecord, key: 'from' | 'to'): HealthLevel | null => {
  const value = event.data[key];
  return healthLevels.find((level) => level === value) ?? null;
};

/** Recorded health changes by component, oldest first. */
export const changesByComponent = (
  events: readonly EventRecord[],
): ReadonlyMap<string, readonly EventRecord[]> => {
  const changes = new Map<string, EventRecord[]>();
  for (const event of [...events].sort((left, right) => left.at - right.at)) {
    if (event.topic !== HEALTH_CHANGED) continue;
    const known = changes.get(event.source);
    if (known) known.push(event);
    else changes.set(event.source, [event]);
  }
  return changes;
};

/**
 * What is known of one component's health: what the journal recorded, then what this window saw. `completeFrom` is the
 * instant since when the journal's changes are all there; from it on the level before the first change is known too.
 */
export const joinHistory = (
  recorded: readonly EventRecord[],
  seen: readonly HealthChange[],
  completeFrom: number | null,
): HealthChange[] => {
  const changes: HealthChange[] = [];
  const first = recorded[0];
  const before = first ? levelIn(first, 'from') : null;
  if (first && before && completeFrom !== null && completeFrom < first.at)
    changes.push({ at: completeFrom, level: before });
  for (const event of recorded) {
    const level = levelIn(event, 'to');
    if (level) changes.push({ at: event.at, level });
  }
  for (const change of seen) {
    const last = changes.at(-1);
    if (!last || change.at > last.at) changes.push(change);
  }
  return changes;
};
