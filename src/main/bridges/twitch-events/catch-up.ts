import type { ComponentContext } from '#core/component.ts';
import type { MissedTwitchEvents } from '../twitch-ports.ts';
import { followed, plural, redeemed, subscribed, type TwitchEvent } from './twitch-event.ts';

/** A time in which nobody listened. Instants are epoch milliseconds. */
export interface EventGap {
  readonly from: number;
  readonly cause: string;
}

/** Twitch's clock and ours differ, and what was in flight counts as missed. */
const marginMs = 5_000;

/** More are counted and not told one by one. */
const mostTold = 5;

const fetchedWords = (messages: readonly string[]): string => {
  if (messages.length === 0) return 'Nothing was missed that can be asked for.';
  const told = messages.slice(0, mostTold).join(' ');
  const rest = messages.length - mostTold;
  return `${plural(messages.length, 'event')} fetched afterwards: ${told}${rest > 0 ? ` And ${rest} more.` : ''}`;
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
      fetchedWords(caughtUp.map(({ message }) => message)),
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
