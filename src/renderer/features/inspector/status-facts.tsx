import { escapeDirections } from '#shared/kernel/index.ts';
import { plainFact } from '../../text/fact-words.ts';
import { Fact, Facts, ForeignText } from '../../ui/index.ts';
import classes from './status-facts.module.css';

const wordsOf = (name: string): string => name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();

const plain = (name: string, value: unknown): string | null =>
  value === null || value === undefined ? 'unknown' : plainFact(name, value);

const Value = ({ name, value }: { name: string; value: unknown }) => {
  const words = plain(name, value);
  return words === null ? (
    <pre className={classes.nested}>{escapeDirections(JSON.stringify(value, null, 2))}</pre>
  ) : (
    <ForeignText>{words}</ForeignText>
  );
};

/** The details that a component reports: plain values as words, nested ones as JSON. */
export const StatusFacts = ({ status }: { status: Readonly<Record<string, unknown>> }) => (
  <div className={classes.status}>
    <Facts>
      {Object.entries(status).map(([name, value]) => (
        <Fact key={name} name={wordsOf(name)} data>
          <Value name={name} value={value} />
        </Fact>
      ))}
    </Facts>
  </div>
);
