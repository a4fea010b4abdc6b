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
  const caughtUp = events.filter(({ event }) => emit(event)).length;
  const seconds = Math.max(0, Math.round((to - gap.from) / 1_000));
  const fetched =
    caughtUp === 0 ? 'Nothing was missed that can be asked for.' : `${plural(caughtUp, 'event')} fetched.`;
  context.events.emit('twitch.events-gap-closed', {
    level: 'warning',
    message:
      `Twitch's events were not heard for ${seconds} s (${gap.cause}) ${fetched} ${found.untold.join(' ')}`.trim(),
    data: { from: gap.from, to, cause: gap.cause, caughtUp, untold: found.untold },
  });
  return true;
};
