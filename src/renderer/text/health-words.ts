import type { ComponentView } from '#shared/model/index.ts';
import type { LampLevel } from '../model/health.ts';

export const lampWord = (level: LampLevel): string => {
  if (level === 'off') return 'switched off';
  return level === 'not-set-up' ? 'not set up' : level;
};

/** The state of a component as a word for people. */
export const stateWord = ({ state, notSetUp }: Pick<ComponentView, 'state' | 'notSetUp'>): string =>
  notSetUp ? 'not set up' : state;
