import { VisuallyHidden } from '@mantine/core';
import type { LampLevel } from '../model/health.ts';
import { levelWord } from '../text/status-words.ts';
import { ForeignText } from './foreign-text.tsx';
import classes from './lamp.module.css';

const shapes: Record<LampLevel, React.ReactNode> = {
  healthy: <circle cx="8" cy="8" r="5" fill="currentColor" />,
  degraded: <path d="M8 2.5 14 13H2Z" fill="currentColor" strokeLinejoin="round" stroke="currentColor" />,
  unhealthy: <path d="M8 2 14 8 8 14 2 8Z" fill="currentColor" />,
  unknown: <circle cx="8" cy="8" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  quarantined: (
    <>
      <path d="M8 2 13.2 5V11L8 14 2.8 11V5Z" fill="currentColor" />
      <path d="M5.2 8h5.6" stroke="var(--page)" strokeWidth="1.75" />
    </>
  ),
  'not-set-up': (
    <circle
      cx="8"
      cy="8"
      r="4.25"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2 2"
    />
  ),
  off: <path d="M4.5 8h7" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />,
};

/**
 * Health as shape and colour, with a word: written beside it, or only for screen readers. `faint` marks
 * trouble that another component causes.
 */
export const Lamp = ({
  level,
  size = 16,
  faint = false,
  word = 'hidden',
  says = levelWord(level),
}: {
  level: LampLevel;
  size?: number;
  faint?: boolean;
  word?: 'hidden' | 'shown';
  /** The word; null where the row already has it. */
  says?: string | null;
}) => (
  <span className={classes.lamp} data-level={level} data-faint={faint || undefined}>
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" className={classes.shape}>
      {shapes[level]}
    </svg>
    {says !== null && word === 'shown' && (
      <span className={classes.word}>
        <ForeignText>{says}</ForeignText>
      </span>
    )}
    {says !== null && word === 'hidden' && (
      <VisuallyHidden>
        <ForeignText>{says}</ForeignText>
      </VisuallyHidden>
    )}
  </span>
);
