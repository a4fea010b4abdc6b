import type { ComponentContext } from '#core/component.ts';
import { bridgeMissed, repeating } from '#shared/catalogue/topics/bridge.ts';
import { twitchEventsMissed } from '#shared/catalogue/topics/twitch.ts';
import type { MissedTwitchEvents } from '../ports/index.ts';
import { followed, redeemed, subscribed, type TwitchEvent } from './twitch-event.ts';

/** A period without a connection. Times are epoch milliseconds. */
export interface EventGap {
  readonly from: number;
  readonly cause: string;
}

/** Margin for the difference between Twitch's clock and ours, and for events that were in flight. */
const marginMs = 5_000;

/**
 * Reads the events of the gap, emits the new ones, and reports the gap. Resolves with false when the
 * connection ended first.
 */
export const catchUp = async (options: {
  readonly gap: EventGap;
  readonly missed: MissedTwitchEvents;
  readonly context: ComponentContext;
  /** Emits one event unless it is already known; returns true when it was emitted. */
  readonly emit: (event: TwitchEvent) => boolean;
}): Promise<boolean> => {
  const { gap, missed, context, emit } = options;
  const to = context.clock.now();
  const found = await missed.since(gap.from - marginMs);
  if (context.signal.aborted) return false;
  const events = [
    ...found.follows.map((follow) => ({ noun: 'follow', at: follow.at, event: followed(follow) })),
    ...found.redemptions.map((each) => ({ noun: 'redemption', at: each.at, event: redeemed(each) })),
    ...found.subscribers.map((user) => ({
      noun: 'subscription',
      at: to,
      event: subscribed(user, null, false),
    })),
  ].toSorted((left, right) => left.at - right.at);
  const nouns = events.filter(({ event }) => emit(event)).map(({ noun }) => noun);
  const { from, cause } = gap;
  const { notFetched } = found;
  const [count, more] = [nouns.length, notFetched.length > 0];
  const emitted = context.events.emit(
    twitchEventsMissed({ from, to, cause, count, more, notFetched }, { nouns }),
  );
  context.events.emit(bridgeMissed({ platform: 'twitch', from, to, count, more }, repeating(emitted)));
  return true;
};
