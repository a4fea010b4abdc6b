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

const texts = {
  loading: 'Checking health…',
  components: 'Components',
  recorded: 'as recorded',
  legend: "Unknown: couldn't be checked. –: no data. Hollow: Cuelight wasn't running or didn't check.",
} as const;

/** The health of each component and of the whole show, now or at the moment the time bar points to. */
export const HealthPage = () => {
  const loaded = useSystem((state) => state.loaded);
  const past = usePast();
  const span = readSpan(useRoute().params);
  const read = useStrips(span);
  if (!loaded && !past) return <LoadingState what={texts.loading} />;
  const strips = read.status === 'ready' && read.value.span === span ? read.value : null;
  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">Health</VisuallyHidden>
      {loaded && <VerdictPanel />}
      <TimeBar span={span} read={read} />
      {loaded && (
        <Panel title={texts.components} padded={false} aside={past ? texts.recorded : ''}>
          <HealthTable span={span} strips={strips} />
          <p className={classes.words}>{texts.legend}</p>
        </Panel>
      )}
      <HealthCharts span={span} />
      <Outages />
      <Incidents span={span} />
      <Holdings />
    </div>
  );
};
