import classes from './sparkline.module.css';

const HEIGHT = 20;

/** Returns the line's path, from zero to the largest value; an unobserved value interrupts the line. */
export const sparklinePath = (values: readonly (number | null)[], height = HEIGHT): string => {
  const largest = Math.max(0, ...values.map((value) => value ?? 0));
  const scale = largest === 0 ? 0 : (height - 2) / largest;
  let pen = false;
  return values
    .map((value, index) => {
      if (value === null) {
        pen = false;
        return '';
      }
      const command = pen ? 'L' : 'M';
      pen = true;
      return `${command}${index} ${(height - 1 - Math.max(0, value) * scale).toFixed(1)}`;
    })
    .join('');
};

/** A small line chart of the newest values. `label` describes it in words. */
export const Sparkline = ({ values, label }: { values: readonly (number | null)[]; label: string }) => (
  <svg
    className={classes.sparkline}
    viewBox={`0 0 ${Math.max(1, values.length - 1)} ${HEIGHT}`}
    preserveAspectRatio="none"
    role="img"
    aria-label={label}
  >
    <path d={sparklinePath(values)} vectorEffect="non-scaling-stroke" />
  </svg>
);
