import { trimMarks } from '#shared/kernel/index.ts';
import classes from './foreign-text.module.css';

/**
 * Text that others wrote: names, titles, messages, sentences with such pieces. It runs in its own direction, and neither
 * turns nor paints over what stands beside it; a word that is too long for its line is broken.
 */
export const ForeignText = ({ children }: { readonly children: string }) => (
  <bdi dir="auto" className={classes.foreign}>
    {trimMarks(children)}
  </bdi>
);
