import type { EventLevel } from '#shared/model/index.ts';
import classes from './level-mark.module.css';

const shapes: Record<EventLevel, React.ReactNode> = {
  debug: <circle cx="8" cy="8" r="1.5" fill="currentColor" />,
  info: <circle cx="8" cy="8" r="2.5" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  warning: <path d="M8 3.5 13 12H3Z" fill="currentColor" />,
  error: <path d="M8 2.5 13.5 8 8 13.5 2.5 8Z" fill="currentColor" />,
};

/** The level of an event as a shape and a word. Warnings and errors also have a colour. */
export const LevelMark = ({ level }: { level: EventLevel }) => (
  <span className={classes.mark} data-level={level}>
    <svg width={12} height={12} viewBox="0 0 16 16" aria-hidden="true">
      {shapes[level]}
    </svg>
    {level}
  </span>
);
