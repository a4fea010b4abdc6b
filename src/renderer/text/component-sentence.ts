import { fenceSentence } from '#shared/kernel/index.ts';
import type { ComponentView } from '#shared/model/index.ts';
import { formatShortSpan } from './format.ts';
import { isSwitchedOff } from '../model/health.ts';

/** Returns the time until the next attempt: `retry in 3 s`, or `retrying now`. */
export const nextAttemptWords = (nextAttemptAt: number, now: number): string =>
  nextAttemptAt - now < 500 ? 'retrying now' : `retry in ${formatShortSpan(nextAttemptAt - now + 500)}`;

/** Returns the reason why a component is off, as far as it is known. */
const offWords = ({ stoppedBy }: ComponentView): string => {
  if (stoppedBy?.by === 'settings') return 'Switched off in the settings';
  if (stoppedBy?.actor === 'window' || stoppedBy?.actor === 'browser') return 'Stopped by you';
  return stoppedBy?.actor === 'api' ? 'Stopped by a command from the API' : 'Switched off';
};

/**
 * Returns the reason for a component's status in one line; null while it is healthy and only its fact
 * matters.
 */
export const reasonOf = (component: ComponentView, now: number): string | null => {
  if (isSwitchedOff(component)) return offWords(component);
  if (component.cause) return component.cause.message;
  if (component.intervention) return component.intervention.title;
  if (component.notSetUp) return component.health.summary;
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

/** Returns the second line of a card: the reason, else the most important fact. */
export const lineOf = (component: ComponentView, now: number): string =>
  fenceSentence(reasonOf(component, now) ?? component.fact ?? component.health.summary);
