import type { ComponentView } from '#shared/model/index.ts';
import { lineOf } from '../text/component-sentence.ts';
import { useConnection, useSystem } from '../stores/stores-context.tsx';
import { ForeignText, Lamp, StatusWord } from '../ui/index.ts';
import { useShownTime, useStatus } from '../stores/use-status.ts';
import { ConnectionBand, NoConnection } from './connection.tsx';
import { DockChat } from './dock-chat.tsx';
import classes from './dock.module.css';
import { RehearsalBand } from './rehearsal-band.tsx';

const Row = ({ component }: { component: ComponentView }) => {
  const status = useStatus(component);
  const now = useShownTime();
  return (
    <li className={classes.row}>
      <Lamp level={status.lamp} says={null} faint={component.cause !== null} />
      <span className={classes.title}>
        <ForeignText>{component.title}</ForeignText>
      </span>
      <StatusWord status={status} />
      <span className={classes.line}>
        <ForeignText>{lineOf(component, now)}</ForeignText>
      </span>
    </li>
  );
};

const Rows = ({ components }: { components: readonly ComponentView[] }) => (
  <ul className={classes.list}>
    {components.map((component) => (
      <Row key={component.id} component={component} />
    ))}
  </ul>
);

/**
 * A narrow read-only page for a browser dock: the verdict, the root causes and the chat; the rest is folded.
 */
export const Dock = () => {
  const verdict = useSystem((state) => state.verdict);
  const components = useSystem((state) => state.components);
  const connected = useConnection().phase === 'connected';
  if (!verdict) return <NoConnection />;
  const all = [...components.values()];
  // Root causes only: one broken OBS is one row, whatever it affects.
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
        {problems.length > 0 && <Rows components={problems} />}
        {others.length > 0 && (
          <details className={classes.others}>
            <summary>
              {others.length} {problems.length > 0 ? 'other ' : ''}
              {others.length === 1 ? 'component' : 'components'}
            </summary>
            <Rows components={others} />
          </details>
        )}
      </div>
      <DockChat />
    </main>
  );
};
