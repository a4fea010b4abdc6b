import { isolate } from '#shared/kernel/index.ts';
import type { Status } from '../text/status-words.ts';
import { ForeignText } from './foreign-text.tsx';
import classes from './status-word.module.css';

/** The status of a component as a word, with a turning ring while a change is on its way. */
export const StatusWord = ({ status: { word, busy } }: { status: Status }) => (
  <span className={classes.status} title={isolate(word)}>
    {busy && <span className={classes.ring} aria-hidden="true" />}
    <span className={classes.word}>
      <ForeignText>{word}</ForeignText>
    </span>
  </span>
);
