import { formatMoment, formatSpan } from '../text/format.ts';
import type { StripCell } from '../model/health-strip.ts';
import { observedWord } from '../text/status-words.ts';
import classes from './health-strip.module.css';

const CELL = 3;
const HEIGHT = 16;

const tallyWords = (cells: readonly StripCell[]): string => {
  const spans = new Map<string, number>();
  for (const { level, from, to } of cells) {
    const word = observedWord(level).toLowerCase();
    spans.set(word, (spans.get(word) ?? 0) + to - from);
  }
  return [...spans].map(([word, ms]) => `${word} ${formatSpan(ms)}`).join(', ');
};

/**
 * A time span in equal cells, newest at the right. Worse cells are taller, so the strip is readable without
 * colours; unobserved cells are hollow.
 */
export const HealthStrip = ({
  cells,
  span = 'Last hour',
}: {
  cells: readonly StripCell[];
  /** The span in words. */
  span?: string;
}) => (
  <svg
    className={classes.strip}
    width={cells.length * CELL}
    height={HEIGHT}
    role="img"
    aria-label={`${span}: ${tallyWords(cells)}`}
  >
    {cells.map(({ from, to, level }, index) => (
      <rect
        key={from}
        x={index * CELL + 0.5}
        width={CELL - 1}
        rx={0.5}
        className={classes.cell}
        data-level={level ?? 'none'}
        {...(level === null || level === 'healthy' || level === 'unknown'
          ? { y: 4.5, height: 7 }
          : { y: 0.5, height: 15 })}
      >
        <title>{`${formatMoment(from, to - from)} ${observedWord(level)}`}</title>
      </rect>
    ))}
  </svg>
);
