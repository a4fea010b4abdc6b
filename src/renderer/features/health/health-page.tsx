import { VisuallyHidden } from '@mantine/core';
import { useSystem } from '../../stores/stores-context.tsx';
import { LoadingState, Panel } from '../../ui/index.ts';
import { HealthCharts } from './health-charts.tsx';
import classes from './health-page.module.css';
import { HealthTable } from './health-table.tsx';
import { useHealthHistory } from './use-health-history.ts';
import { VerdictPanel } from './verdict-panel.tsx';

/** How the show is, part by part and over time. */
export const HealthPage = () => {
  const loaded = useSystem((state) => state.loaded);
  const history = useHealthHistory();
  if (!loaded) return <LoadingState what="Waiting for the first verdict" />;
  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">Health</VisuallyHidden>
      <VerdictPanel />
      <Panel title="Parts" padded={false} aside="hollow: not observed">
        <HealthTable history={history} />
      </Panel>
      <HealthCharts />
    </div>
  );
};
