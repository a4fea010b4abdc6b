import { useStores, useSystem } from '../../stores/stores-context.tsx';
import { lampOf } from '../../model/health.ts';
import { ForeignText, Lamp, StateWord } from '../../ui/index.ts';
import classes from './part-links.module.css';

const PartLink = ({ id }: { id: string }) => {
  const { navigation } = useStores();
  const component = useSystem((state) => state.components.get(id));
  return (
    <button
      type="button"
      className={classes.link}
      onClick={() => navigation.getState().select({ kind: 'component', id })}
    >
      <Lamp level={component ? lampOf(component) : 'unknown'} faint={(component?.cause ?? null) !== null} />
      <span className={classes.title}>
        <ForeignText>{component?.title ?? id}</ForeignText>
      </span>
      {component && <StateWord state={component.state} notSetUp={component.notSetUp} />}
    </button>
  );
};

/** Other parts as links into the inspector. `none` says so when there are none. */
export const PartLinks = ({ title, ids, none }: { title: string; ids: readonly string[]; none: string }) => (
  <div className={classes.group}>
    <span className={classes.name}>{title}</span>
    {ids.length === 0 ? (
      <span className={classes.none}>{none}</span>
    ) : (
      <ul className={classes.list}>
        {ids.map((id) => (
          <li key={id}>
            <PartLink id={id} />
          </li>
        ))}
      </ul>
    )}
  </div>
);
