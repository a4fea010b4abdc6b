import type { ComponentContext } from '#core/component.ts';
import { countWords } from '#shared/model/index.ts';
import type { MissedTwitchEvents } from '../ports/index.ts';
import { followed, redeemed, subscribed, type TwitchEvent } from './twitch-event.ts';

/** A time in which nobody listened. Instants are epoch milliseconds. */
export interface EventGap {
  readonly from: number;
  readonly cause: string;
}

/** Twitch's clock and ours differ, and what was in flight counts as missed. */
const marginMs = 5_000;

const nounOf: ReadonlyMap<string, string> = new Map([
  ['twitch.followed', 'follow'],
  ['twitch.redeemed', 'redemption'],
  ['twitch.subscribed', 'subscription'],
]);

/** Names nobody: each event stands by itself, and a summary would keep a viewer's name after they were deleted. */
const fetchedWords = (topics: readonly string[]): string => {
  if (topics.length === 0) return 'Nothing was missed that can be asked for.';
  const kinds = [...Map.groupBy(topics, (topic) => nounOf.get(topic) ?? 'event')].map(([noun, found]) =>
    countWords(found.length, noun),
  );
  return `${countWords(topics.length, 'event')} fetched afterwards: ${kinds.join(', ')}.`;
};

/** Fetches what happened in the gap, hands on what is new, and writes the gap down. False when the life ended first. */
export const catchUp = async (options: {
  readonly gap: EventGap;
  readonly missed: MissedTwitchEvents;
  readonly context: ComponentContext;
  /** Emits one event, unless it is known already; true when it was emitted. */
  readonly emit: (event: TwitchEvent) => boolean;
}): Promise<boolean> => {
  const { gap, missed, context, emit } = options;
  const to = context.clock.now();
  const found = await missed.since(gap.from - marginMs);
  if (context.signal.aborted) return false;
  const events = [
    ...found.follows.map((follow) => ({ at: follow.at, event: followed(follow) })),
    ...found.redemptions.map((redemption) => ({ at: redemption.at, event: redeemed(redemption) })),
    ...found.subscribers.map((user) => ({ at: to, event: subscribed(user, null, false) })),
  ].toSorted((left, right) => left.at - right.at);
  const caughtUp = events.map(({ event }) => event).filter((event) => emit(event));
  const seconds = Math.max(0, Math.round((to - gap.from) / 1_000));
  context.events.emit('twitch.events-missed', {
    level: caughtUp.length > 0 ? 'warning' : 'info',
    message: [
      `Twitch's events were not heard for ${seconds} s.`,
      fetchedWords(caughtUp.map(({ topic }) => topic)),
      ...found.untold,
    ].join(' '),
    // Some kinds can never be asked for, so there may always be more.
    data: {
      from: gap.from,
      to,
      cause: gap.cause,
      count: caughtUp.length,
      more: found.untold.length > 0,
      untold: found.untold,
    },
  });
  return true;
};
