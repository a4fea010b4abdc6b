import type { Component, ConditionInput } from '#core/index.ts';
import { dayMs, hourMs, type Clock, type RandomSource } from '#shared/kernel/index.ts';
import type { Updates } from './updates.ts';

type WatchedUpdates = Pick<Updates, 'status' | 'lastReadAt' | 'check'>;

/** Milliseconds until the first check, so that the start of the show has the network for itself. */
const firstAfterMs = 10_000;
/** Milliseconds of jitter of the first check: many machines start at the same time after a power cut. */
const firstJitterMs = 50_000;
const dailyJitterMs = 2 * hourMs;
/** Milliseconds between looks at the clock. A timer of a day would wait too long after a sleep. */
const lookEveryMs = 10 * 60_000;
/** Milliseconds without a readable feed after which a person should know. */
const overdueMs = 7 * dayMs;

const trustedCondition = (updates: WatchedUpdates): ConditionInput => {
  const { lastCheck } = updates.status;
  const isRefused = lastCheck?.outcome === 'refused';
  return {
    type: 'Trusted',
    status: isRefused ? 'false' : 'true',
    severity: 'degraded',
    reason: isRefused ? 'FeedRefused' : 'NothingRefused',
    message: isRefused ? lastCheck.message : 'No feed of updates was refused.',
  };
};

const reachedCondition = (updates: WatchedUpdates, startedAt: number, now: number): ConditionInput => {
  const { lastCheck, automatic } = updates.status;
  const since = updates.lastReadAt ?? startedAt;
  const isOverdue = automatic && now - since > overdueMs;
  return {
    type: 'Reached',
    status: isOverdue ? 'false' : 'true',
    severity: 'degraded',
    reason: isOverdue ? 'Overdue' : 'UpToDate',
    message: isOverdue
      ? `No update could be looked for in the last 7 days. ${lastCheck?.message ?? ''}`.trim()
      : 'The feed of updates is read at each start and each day.',
  };
};

/** Creates the component that checks for updates at its start and each day. */
export const createUpdatesComponent = (updates: WatchedUpdates, clock: Clock): Component => {
  let startedAt = clock.now();
  return {
    initialize: ({ scope, signal, random }) => {
      startedAt = clock.now();
      const schedule = createSchedule(clock, random);
      const look = (): void => {
        if (!updates.status.automatic || !schedule.takeIfDue()) return;
        void updates.check(signal);
      };
      scope.use(clock.setTimeout(look, schedule.firstAfterMs), 'first check for updates');
      scope.use(clock.setInterval(look, lookEveryMs), 'daily check for updates');
    },
    getHealth: () => [trustedCondition(updates), reachedCondition(updates, startedAt, clock.now())],
    getFact: () => {
      const { available, version } = updates.status;
      return available ? `${available.version} is available` : version;
    },
    getStatus: () => {
      const { channel, automatic, lastCheck } = updates.status;
      return { channel, automatic, lastCheck: lastCheck?.message ?? null };
    },
  };
};

/**
 * Decides when a check is due. Monotonic time stands still while some machines sleep, and wall time may be
 * set back, so the first of the two that reaches its end decides.
 */
const createSchedule = (clock: Clock, random: RandomSource) => {
  const firstMs = firstAfterMs + random.next() * firstJitterMs;
  const after = (ms: number) => ({ monotonic: clock.monotonic() + ms, wall: clock.now() + ms });
  let due = after(firstMs);
  return {
    firstAfterMs: firstMs,
    takeIfDue: (): boolean => {
      if (clock.monotonic() < due.monotonic && clock.now() < due.wall) return false;
      due = after(dayMs - dailyJitterMs / 2 + random.next() * dailyJitterMs);
      return true;
    },
  };
};
