import type { ComponentView } from '#shared/model/index.ts';
import { formatShortSpan } from './format.ts';
import { isSwitchedOff } from './health-words.ts';

/** When the next attempt is: `next try in 3 s`, or that it is being made. */
export const nextAttemptWords = (nextAttemptAt: number, now: number): string =>
  nextAttemptAt - now < 500
    ? 'trying again now'
    : `next try in ${formatShortSpan(nextAttemptAt - now + 500)}`;

/** Why a component is as it is, in one line; null when it is well and only its fact is of interest. */
export const reasonOf = (component: ComponentView, now: number): string | null => {
  if (isSwitchedOff(component)) return 'Switched off';
  if (component.cause) return component.cause.message;
  const waiting = component.waiting;
  if (waiting) {
    switch (waiting.for) {
      case 'retry': {
        const failure = component.supervision.lastFailure?.message ?? component.health.summary;
        return `${failure.replace(/\.$/, '')} · ${nextAttemptWords(waiting.nextAttemptAt, now)}`;
      }
      case 'settings':
      case 'sign-in':
      case 'dependency':
      case 'operator':
        return waiting.message;
    }
  }
  return component.health.level === 'healthy' ? null : component.health.summary;
};

/** The second line of a card: the reason while it is not well, else the one fact that matters. */
export const lineOf = (component: ComponentView, now: number): string =>
  reasonOf(component, now) ?? component.fact ?? component.health.summary;
