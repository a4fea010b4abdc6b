import { isolate } from '#shared/kernel/index.ts';
import type { ComponentView } from '#shared/model/index.ts';
import { lineOf } from '../../text/component-sentence.ts';
import { isProblem, lampOf } from '../../model/health.ts';
import { useRoute, useStores } from '../../stores/stores-context.tsx';
import { ForeignText, Lamp, StateWord, Table, TableName, useNow } from '../../ui/index.ts';
import classes from './stage-table.module.css';

const Row = ({ component, all }: { component: ComponentView; all: ReadonlyMap<string, ComponentView> }) => {
  const { navigation } = useStores();
  const { selection } = useRoute();
  const now = useNow();
  const titleOf = (id: string): string => all.get(id)?.title ?? id;
  const selected = selection?.kind === 'component' && selection.id === component.id;
  const neededBy = [...all.values()].filter((other) => other.needs.some((need) => need.id === component.id));
  return (
    <tr data-selected={selected || undefined}>
      <td>
        <Lamp level={lampOf(component)} faint={component.cause !== null} word="shown" />
      </td>
      <th scope="row" className={component.kind === 'orchestrator' ? classes.orchestrator : undefined}>
        <TableName
          inside={component.parent !== null}
          onOpen={() => navigation.getState().select({ kind: 'component', id: component.id })}
        >
          {component.title}
        </TableName>
      </th>
      <td>
        <StateWord state={component.state} notSetUp={component.notSetUp} />
      </td>
      <td data-cell="sentence" title={lineOf(component, now)}>
        <ForeignText>{lineOf(component, now)}</ForeignText>
      </td>
      <td className={classes.names}>
        {component.needs.map((need) => isolate(titleOf(need.id))).join(', ') || 'nothing'}
      </td>
      <td className={classes.names}>
        {neededBy.map((other) => isolate(other.title)).join(', ') || 'nobody'}
      </td>
    </tr>
  );
};

/** The graph as a table, with the same facts: orchestrators, each followed by its parts. */
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
    <Table label="All parts" fill>
      <thead>
        <tr>
          <th scope="col">Health</th>
          <th scope="col">Part</th>
          <th scope="col">State</th>
          <th scope="col">Now</th>
          <th scope="col">Needs</th>
          <th scope="col">Needed by</th>
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
