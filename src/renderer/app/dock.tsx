import type { ComponentView } from '#shared/model/index.ts';
import { lampOf } from '../model/health.ts';
import { lineOf } from '../text/component-sentence.ts';
import { useConnection, useSystem } from '../stores/stores-context.tsx';
import { ForeignText, Lamp, StateWord, useNow } from '../ui/index.ts';
import { ConnectionBand, NoConnection } from './connection.tsx';
import { DockChat } from './dock-chat.tsx';
import classes from './dock.module.css';
import { RehearsalBand } from './rehearsal-band.tsx';

const Parts = ({ components, connected }: { components: readonly ComponentView[]; connected: boolean }) => {
  const now = useNow();
  return (
    <ul className={classes.list}>
      {components.map((component) => (
        <li key={component.id} className={classes.row}>
          <Lamp level={connected ? lampOf(component) : 'unknown'} faint={component.cause !== null} />
          <span className={classes.title}>
            <ForeignText>{component.title}</ForeignText>
          </span>
          <StateWord state={component.state} notSetUp={component.notSetUp} />
          <span className={classes.line}>
            <ForeignText>{lineOf(component, now)}</ForeignText>
          </span>
        </li>
      ))}
    </ul>
  );
};

/** A narrow view-only page for a browser dock: the verdict, the root causes, and the chat; the rest when unfolded. */
export const Dock = () => {
  const verdict = useSystem((state) => state.verdict);
  const components = useSystem((state) => state.components);
  const connected = useConnection().phase === 'connected';
  if (!verdict) return <NoConnection />;
  const all = [...components.values()];
  // Root causes only: one broken OBS is one row, whatever else it affects.
  const problems = verdict.problems.flatMap(({ componentId }) => components.get(componentId) ?? []);
  const others = all.filter(
    (component) => component.kind !== 'orchestrator' && !problems.includes(component),
  );
  return (
    <main className={classes.dock}>
      <h1 className={classes.verdict}>
        <Lamp level={connected ? verdict.level : 'unknown'} />
        <ForeignText>
          {connected ? verdict.headline || verdict.sentence : 'Lost connection – status unknown'}
        </ForeignText>
      </h1>
      <RehearsalBand short />
      <ConnectionBand />
      <div className={classes.parts}>
        {problems.length > 0 && <Parts components={problems} connected={connected} />}
        {others.length > 0 && (
          <details className={classes.others}>
            <summary>
              {others.length} {problems.length > 0 ? 'other ' : ''}
              {others.length === 1 ? 'component' : 'components'}
            </summary>
            <Parts components={others} connected={connected} />
          </details>
        )}
      </div>
      <DockChat />
    </main>
  );
};
