import type { ComponentView } from '#shared/model/index.ts';
import { useStores, useSystem } from '../../stores/stores-context.tsx';
import { useStatus } from '../../stores/use-status.ts';
import { ForeignText, Lamp, StatusWord } from '../../ui/index.ts';
import classes from './component-links.module.css';

const Known = ({ component }: { component: ComponentView }) => {
  const status = useStatus(component);
  return (
    <>
      <Lamp level={status.lamp} says={null} faint={component.cause !== null} />
      <span className={classes.title}>
        <ForeignText>{component.title}</ForeignText>
      </span>
      <StatusWord status={status} />
    </>
  );
};

const Unknown = ({ id }: { id: string }) => (
  <>
    <Lamp level="unknown" />
    <span className={classes.title}>
      <ForeignText>{id}</ForeignText>
    </span>
  </>
);

const ComponentLink = ({ id }: { id: string }) => {
  const { navigation } = useStores();
  const component = useSystem((state) => state.components.get(id));
  return (
    <button
      type="button"
      className={classes.link}
      onClick={() => navigation.getState().select({ kind: 'component', id })}
    >
      {component ? <Known component={component} /> : <Unknown id={id} />}
    </button>
  );
};

/** Other components as links into the inspector, or the word of `none`. */
export const ComponentLinks = ({
  title,
  ids,
  none,
}: {
  title: string;
  ids: readonly string[];
  none: string;
}) => (
  <div className={classes.group}>
    <span className={classes.name}>{title}</span>
    {ids.length === 0 ? (
      <span className={classes.none}>{none}</span>
    ) : (
      <ul className={classes.list}>
        {ids.map((id) => (
          <li key={id}>
            <ComponentLink id={id} />
          </li>
        ))}
      </ul>
    )}
  </div>
);
