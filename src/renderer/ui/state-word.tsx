import type { LifecycleState } from '#shared/model/index.ts';
import { isTurning } from '../model/health.ts';
import { stateWord } from '../text/health-words.ts';
import classes from './state-word.module.css';

/** What a component does, as a word in capitals; a ring turns beside it while it is on its way. */
export const StateWord = ({ state, notSetUp = false }: { state: LifecycleState; notSetUp?: boolean }) => (
  <span className={classes.state}>
    {isTurning(state) && !notSetUp && <span className={classes.ring} aria-hidden="true" />}
    {stateWord({ state, notSetUp })}
  </span>
);
