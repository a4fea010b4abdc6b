import { isolate } from '#shared/kernel/index.ts';
import type { ComponentView } from '#shared/model/index.ts';
import { lineOf } from '../../text/component-sentence.ts';
import { isProblem } from '../../model/health.ts';
import { UNKNOWN } from '../../text/format.ts';
import { useShownTime, useStatus } from '../../stores/use-status.ts';
import { useRoute, useStores } from '../../stores/stores-context.tsx';
import { ForeignText, Lamp, Table, TableName } from '../../ui/index.ts';
import classes from './stage-table.module.css';

const Row = ({ component, all }: { component: ComponentView; all: ReadonlyMap<string, ComponentView> }) => {
  const { navigation } = useStores();
  const { selection } = useRoute();
  const now = useShownTime();
  const status = useStatus(component);
  const titleOf = (id: string): string => all.get(id)?.title ?? id;
  const selected = selection?.kind === 'component' && selection.id === component.id;
  const neededBy = [...all.values()].filter((other) => other.needs.some((need) => need.id === component.id));
  return (
    <tr data-selected={selected || undefined}>
      <td>
        <Lamp level={status.lamp} says={status.word} faint={component.cause !== null} word="shown" />
      </td>
      <th scope="row" className={component.kind === 'orchestrator' ? classes.orchestrator : undefined}>
        <TableName
          inside={component.parent !== null}
          onOpen={() => navigation.getState().select({ kind: 'component', id: component.id })}
        >
          {component.title}
        </TableName>
      </th>
      <td data-cell="sentence" title={lineOf(component, now)}>
        <ForeignText>{lineOf(component, now)}</ForeignText>
      </td>
      <td className={classes.names}>
        {component.needs.map((need) => isolate(titleOf(need.id))).join(', ') || UNKNOWN}
      </td>
      <td className={classes.names}>{neededBy.map((other) => isolate(other.title)).join(', ') || UNKNOWN}</td>
    </tr>
  );
};

/** The graph as a table with the same facts: orchestrators, each followed by its components. */
export const StageTable = ({
  components,
  problemsOnly,
}: {
  components: ReadonlyMap<string, ComponentView>;
  problemsOnly: boolean;
}) => {
  const list = [...components.values()];
  const roots = list.filter((component) => component.parent === null || !components.has(component.parent));
  const ordered = roots.flatMap((root) => [
    root,
    ...list.filter((component) => component.parent === root.id),
  ]);
  return (
    <Table label="All components" fill>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">Component</th>
          <th scope="col">Now</th>
          <th scope="col">Depends on</th>
          <th scope="col">Used by</th>
        </tr>
      </thead>
      <tbody>
        {ordered
          .filter((component) => !problemsOnly || isProblem(component))
          .map((component) => (
            <Row key={component.id} component={component} all={components} />
          ))}
      </tbody>
    </Table>
  );
};
