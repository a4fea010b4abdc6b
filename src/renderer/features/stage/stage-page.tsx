import { Button, SegmentedControl, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useShortcuts } from '../../a11y/use-shortcuts.ts';
import { isProblem, tallyComponents } from '../../model/health.ts';
import { formatCount } from '../../text/format.ts';
import { usePreferences, useRoute, useStores, useSystem } from '../../stores/stores-context.tsx';
import { EmptyState, ErrorState, KeyHint, LoadingState } from '../../ui/index.ts';
import { createLayoutMemory } from './layout-memory.ts';
import { FirstGuide } from './first-guide.tsx';
import { StageFlow } from './stage-flow.tsx';
import classes from './stage-page.module.css';
import { StageTable } from './stage-table.tsx';
import { usePlaces } from './use-places.ts';
import { useStageGraph } from './use-stage-graph.ts';

const texts = {
  loading: 'Loading components…',
  empty: 'No components',
  emptyHelp: 'Cuelight is running, but no component was created. Check its log for the reason.',
  noProblems: 'No problems',
  noneOf: (total: string) => `“Problems only” is on, and none of the ${total} components has a problem.`,
  showAll: 'Show all components',
  view: 'Stage view',
  graph: 'Graph',
  table: 'Table',
  problemsOnly: 'Problems only',
} as const;

const readMemory = () => createLayoutMemory(() => window.localStorage);

const Graph = ({ problemsOnly }: { problemsOnly: boolean }) => {
  const { graph, structure, components } = useStageGraph();
  const [memory] = useState(readMemory);
  const { places, tidy } = usePlaces(graph, structure, memory);
  return (
    <StageFlow
      graph={graph}
      places={places}
      components={components}
      problemsOnly={problemsOnly}
      onTidy={tidy}
    />
  );
};

const StageBody = ({
  asTable,
  problemsOnly,
  onShowAll,
}: {
  asTable: boolean;
  problemsOnly: boolean;
  onShowAll: () => void;
}) => {
  const components = useSystem((state) => state.components);
  const loaded = useSystem((state) => state.loaded);
  const { total } = tallyComponents(components.values());
  const hasProblems = [...components.values()].some(isProblem);
  if (!loaded) return <LoadingState what={texts.loading} />;
  if (total === 0) return <ErrorState title={texts.empty} message={texts.emptyHelp} />;
  if (problemsOnly && !hasProblems) {
    return (
      <EmptyState title={texts.noProblems} action={<Button onClick={onShowAll}>{texts.showAll}</Button>}>
        {texts.noneOf(formatCount(total))}
      </EmptyState>
    );
  }
  return asTable ? (
    <StageTable components={components} problemsOnly={problemsOnly} />
  ) : (
    <Graph problemsOnly={problemsOnly} />
  );
};

/** The live view of all components: as a graph, or as a table. */
export const StagePage = () => {
  const { preferences, navigation } = useStores();
  const asTable = usePreferences((state) => state.stageAsTable);
  const problemsOnly = useRoute().params['problems'] === '1';
  const toggleTable = (): void => preferences.getState().change({ stageAsTable: !asTable });
  const toggleProblems = (): void => navigation.getState().setParams({ problems: problemsOnly ? '' : '1' });
  useShortcuts({ t: toggleTable, p: toggleProblems });
  return (
    <div className={classes.stage}>
      <VisuallyHidden component="h1">Stage</VisuallyHidden>
      <div className={classes.tools}>
        <SegmentedControl
          size="xs"
          aria-label={texts.view}
          value={asTable ? 'table' : 'graph'}
          onChange={(value) => preferences.getState().change({ stageAsTable: value === 'table' })}
          data={[
            { value: 'graph', label: texts.graph },
            { value: 'table', label: texts.table },
          ]}
        />
        <Button
          aria-pressed={problemsOnly}
          className={problemsOnly ? classes.pressed : undefined}
          rightSection={<KeyHint keys={['P']} />}
          onClick={toggleProblems}
        >
          {texts.problemsOnly}
        </Button>
      </div>
      <FirstGuide />
      <div className={classes.body}>
        <StageBody asTable={asTable} problemsOnly={problemsOnly} onShowAll={toggleProblems} />
      </div>
    </div>
  );
};
