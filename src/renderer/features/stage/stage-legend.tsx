import classes from './stage-flow.module.css';

const entries = [
  { relation: 'requires', words: 'requires: stops what stands right of it' },
  { relation: 'uses', words: 'uses: can do without' },
  { relation: 'events', words: 'events, moving at their real rate' },
] as const;

/** What the lines mean. */
export const StageLegend = () => (
  <ul className={classes.legend} aria-label="What the lines mean">
    {entries.map(({ relation, words }) => (
      <li key={relation}>
        <svg width="32" height="8" aria-hidden="true">
          <path d="M0 4H32" className={classes.sample} data-relation={relation} />
        </svg>
        {words}
      </li>
    ))}
  </ul>
);
