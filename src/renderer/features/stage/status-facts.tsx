import { plainFact } from '../../data/fact-words.ts';
import { Fact, Facts } from '../../ui/index.ts';
import classes from './status-facts.module.css';

const wordsOf = (name: string): string => name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();

const plain = (name: string, value: unknown): string | null =>
  value === null || value === undefined ? 'unknown' : plainFact(name, value);

/** What a part says of itself: plain values as words, nested ones as they are. */
export const StatusFacts = ({ status }: { status: Readonly<Record<string, unknown>> }) => (
  <div className={classes.status}>
    <Facts>
      {Object.entries(status).map(([name, value]) => (
        <Fact key={name} name={wordsOf(name)} data>
          {plain(name, value) ?? <pre className={classes.nested}>{JSON.stringify(value, null, 2)}</pre>}
        </Fact>
      ))}
    </Facts>
  </div>
);
