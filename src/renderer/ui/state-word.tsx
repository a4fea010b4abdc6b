import type { LifecycleState } from '#shared/model/index.ts';
import { isTurning } from '../data/health-words.ts';
import classes from './state-word.module.css';

/** What a component does, as a word in capitals; a ring turns beside it while it is on its way. */
export const StateWord = ({ state }: { state: LifecycleState }) => (
  <span className={classes.state}>
    {isTurning(state) && <span className={classes.ring} aria-hidden="true" />}
    {state}
  </span>
);
