import { VisuallyHidden } from '@mantine/core';
import { readSpan } from '../../model/history-spans.ts';
import { useRoute, useSystem } from '../../stores/stores-context.tsx';
import { usePast } from '../../stores/past-view.tsx';
import { LoadingState, Panel } from '../../ui/index.ts';
import { HealthCharts } from './health-charts.tsx';
import classes from './health-page.module.css';
import { HealthTable } from './health-table.tsx';
import { Holdings } from './holdings.tsx';
import { Incidents } from './incidents.tsx';
import { Outages } from './outages.tsx';
import { TimeBar } from './time-bar.tsx';
import { useStrips } from './use-strips.ts';
import { VerdictPanel } from './verdict-panel.tsx';

/** How the show is, part by part and over time: now, or at the past moment that the time bar stands at. */
export const HealthPage = () => {
  const loaded = useSystem((state) => state.loaded);
  const past = usePast();
  const span = readSpan(useRoute().params);
  const read = useStrips(span);
  if (!loaded && !past) return <LoadingState what="Waiting for the first verdict" />;
  const strips = read.status === 'ready' && read.value.span === span ? read.value : null;
  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">Health</VisuallyHidden>
      {loaded && <VerdictPanel />}
      <TimeBar span={span} read={read} />
      {loaded && (
        <Panel title="Parts" padded={false} aside={past ? 'as they were' : ''}>
          <HealthTable span={span} strips={strips} />
          <p className={classes.words}>
            “Unknown” is health that Cuelight looked for and could not tell. A dash is a number that nobody
            has measured. Hollow cells are times in which Cuelight did not run or did not look.
          </p>
        </Panel>
      )}
      <HealthCharts span={span} />
      <Outages />
      <Incidents span={span} />
      <Holdings />
    </div>
  );
};
