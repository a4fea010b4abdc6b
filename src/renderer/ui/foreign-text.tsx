import { trimMarks } from '#shared/kernel/index.ts';
import classes from './foreign-text.module.css';

/**
 * Text from other people: names, titles, messages, and sentences that contain them. It keeps its own
 * direction, does not affect the text beside it, and breaks words that are too long for a line.
 */
export const ForeignText = ({ children }: { readonly children: string }) => (
  <bdi dir="auto" className={classes.foreign}>
    {trimMarks(children)}
  </bdi>
);
