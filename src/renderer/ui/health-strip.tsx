import { formatHourMinute } from '../data/format.ts';
import type { StripCell } from '../data/health-strip.ts';
import classes from './health-strip.module.css';

const CELL = 3;
const HEIGHT = 16;

const tallyWords = (cells: readonly StripCell[]): string => {
  const minutes = new Map<string, number>();
  for (const { level } of cells) {
    const word = level ?? 'not observed';
    minutes.set(word, (minutes.get(word) ?? 0) + 1);
  }
  return [...minutes].map(([word, count]) => `${word} ${count} min`).join(', ');
};

/**
 * The last hour, a cell a minute, newest at the right. Worse minutes are taller, so that the strip is read without its
 * colours; minutes that nobody observed are hollow.
 */
export const HealthStrip = ({ cells }: { cells: readonly StripCell[] }) => (
  <svg
    className={classes.strip}
    width={cells.length * CELL}
    height={HEIGHT}
    role="img"
    aria-label={`Last hour: ${tallyWords(cells)}`}
  >
    {cells.map(({ from, level }, index) => (
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
        <title>{`${formatHourMinute(from)} ${level ?? 'not observed'}`}</title>
      </rect>
    ))}
  </svg>
);
