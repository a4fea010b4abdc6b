import { VisuallyHidden } from '@mantine/core';
import { formatHourMinute } from '../../data/format.ts';
import type { HealthChange } from '../../data/system-model.ts';
import { useSystem } from '../../stores/stores-context.tsx';
import { LoadingState, Panel } from '../../ui/index.ts';
import { HealthCharts } from './health-charts.tsx';
import classes from './health-page.module.css';
import { Outages } from './outages.tsx';
import { HealthTable } from './health-table.tsx';
import { useHealthHistory } from './use-health-history.ts';
import { VerdictPanel } from './verdict-panel.tsx';

/** Since when the shares are known: uptime says nothing about the time before. */
const sinceWords = (history: ReadonlyMap<string, readonly HealthChange[]>): string => {
  const first = Math.min(...[...history.values()].flatMap((changes) => changes[0]?.at ?? []));
  return Number.isFinite(first) ? `observed since ${formatHourMinute(first)}` : 'not observed yet';
};

/** How the show is, part by part and over time. */
export const HealthPage = () => {
  const loaded = useSystem((state) => state.loaded);
  const history = useHealthHistory();
  if (!loaded) return <LoadingState what="Waiting for the first verdict" />;
  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">Health</VisuallyHidden>
      <VerdictPanel />
      <Panel title="Parts" padded={false} aside={sinceWords(history)}>
        <HealthTable history={history} />
        <p className={classes.words}>
          “Unknown” is health that Cuelight looked for and could not tell. A dash is a number that nobody has
          measured. Hollow cells are minutes in which Cuelight did not run or did not look.
        </p>
      </Panel>
      <HealthCharts />
      <Outages />
    </div>
  );
};
