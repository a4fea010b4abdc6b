import { useMemo } from 'react';
import type { MetricSeries } from '#shared/model/index.ts';
import { useMetrics, useSystem } from '../../stores/stores-context.tsx';
import { EmptyState, Panel } from '../../ui/index.ts';
import { TimeChart, type ChartLine } from '../../ui/time-chart.tsx';
import classes from './health-page.module.css';

interface ChartPlan {
  readonly title: string;
  readonly names: readonly string[];
  /** Why the chart is empty when nobody reports such a number. */
  readonly absent: string;
}

const plans: readonly ChartPlan[] = [
  {
    title: 'Messages',
    names: ['messagesPerMinute', 'messagesPerSecond'],
    absent: 'No bridge counts messages yet.',
  },
  { title: 'Latency', names: ['latencyMs'], absent: 'No bridge measured an answer yet.' },
  { title: 'OBS frames', names: ['fps'], absent: 'OBS has not reported frames yet.' },
  {
    title: 'OBS bitrate',
    names: ['bitrateKbps'],
    absent: 'OBS has not reported a bitrate yet. It does so while it streams.',
  },
  {
    title: 'OBS dropped frames',
    names: ['droppedFramesPercent'],
    absent: 'OBS has not reported dropped frames yet.',
  },
  { title: 'Event-loop delay', names: ['eventLoopDelayMs'], absent: 'The event loop was not measured yet.' },
];

const MOST_LINES = 4;

const Chart = ({ plan }: { plan: ChartPlan }) => {
  const series = useMetrics((state) => state.series);
  const components = useSystem((state) => state.components);
  const lines = useMemo(() => {
    const found: MetricSeries[] = [...series.values()].flatMap((group) =>
      plan.names.flatMap((name) => group.get(name) ?? []),
    );
    return found
      .filter((one) => one.values.some((value) => value !== null))
      .slice(0, MOST_LINES)
      .map((one): ChartLine => ({
        label: components.get(one.componentId)?.title ?? one.componentId,
        series: one,
      }));
  }, [series, components, plan]);
  return (
    <Panel title={plan.title} aside="last 10 min">
      {lines.length === 0 ? (
        <EmptyState title="No values">{plan.absent}</EmptyState>
      ) : (
        <TimeChart lines={lines} label={plan.title} />
      )}
    </Panel>
  );
};

/** The numbers of the last ten minutes, one kind a chart. */
export const HealthCharts = () => (
  <div className={classes.charts}>
    {plans.map((plan) => (
      <Chart key={plan.title} plan={plan} />
    ))}
  </div>
);
