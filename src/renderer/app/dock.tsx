import { lampOf } from '../data/health-words.ts';
import { lineOf } from '../data/component-sentence.ts';
import { useConnection, useSystem } from '../stores/stores-context.tsx';
import { Lamp, StateWord, useNow } from '../ui/index.ts';
import { ConnectionBand, NoConnection } from './connection.tsx';
import classes from './dock.module.css';
import { RehearsalBand } from './rehearsal-band.tsx';

/** A narrow view-only page for a browser dock: the verdict, and every part in a line. */
export const Dock = () => {
  const verdict = useSystem((state) => state.verdict);
  const components = useSystem((state) => state.components);
  const connected = useConnection().phase === 'connected';
  const now = useNow();
  if (!verdict) return <NoConnection />;
  return (
    <main className={classes.dock}>
      <h1 className={classes.verdict}>
        <Lamp level={connected ? verdict.level : 'unknown'} />
        <span>{connected ? verdict.sentence : 'Not known: the connection is lost'}</span>
      </h1>
      <RehearsalBand short />
      <ConnectionBand />
      <ul className={classes.list}>
        {[...components.values()].map((component) => (
          <li key={component.id} className={classes.row}>
            <Lamp level={connected ? lampOf(component) : 'unknown'} faint={component.cause !== null} />
            <span className={classes.title}>{component.title}</span>
            <StateWord state={component.state} />
            <span className={classes.line}>{lineOf(component, now)}</span>
          </li>
        ))}
      </ul>
    </main>
  );
};
