import { useMemo } from 'react';
import type { MetricSeries } from '#shared/model/index.ts';
import { formatNumber, formatSpan, unitWords } from '../../data/format.ts';
import { metricTitle } from '../../data/metric-words.ts';
import { quantile } from '../../data/quantile.ts';
import { useMetrics, useSystem } from '../../stores/stores-context.tsx';
import { EmptyState, Panel } from '../../ui/index.ts';
import { TimeChart, type ChartLine } from '../../ui/time-chart.tsx';
import classes from './health-page.module.css';

interface ChartPlan {
  readonly title: string;
  /** Numbers of one unit, or of two: then the second has its axis at the right. */
  readonly names: readonly string[];
  /** Why the chart is empty when nobody reports such a number. */
  readonly absent: string;
  /** Whether the usual and the rarely exceeded value are told of each line. */
  readonly quantiles?: boolean;
}

const plans: readonly ChartPlan[] = [
  {
    title: 'Messages',
    names: ['messagesPerMinute', 'messagesPerSecond'],
    absent: 'No bridge counts messages yet.',
  },
  {
    title: 'Waiting in queues',
    names: ['twitchQueueDepth', 'discordQueueDepth', 'queuedRecords'],
    absent: 'No queue is measured yet.',
  },
  {
    title: 'Latency',
    names: ['latencyMs'],
    absent: 'No bridge measured an answer yet.',
    quantiles: true,
  },
  {
    title: 'OBS frames and dropped frames',
    names: ['fps', 'droppedFramesPercent'],
    absent: 'OBS has not reported frames yet.',
  },
  {
    title: 'OBS bitrate',
    names: ['bitrateKbps'],
    absent: 'OBS has not reported a bitrate yet. It does so while it streams.',
  },
  {
    title: 'Event-loop delay and memory',
    names: ['eventLoopDelayMs', 'memoryMegabytes'],
    absent: 'Neither was measured yet.',
  },
];

const MOST_LINES = 4;

const hasValue = (series: MetricSeries): boolean => series.values.some((value) => value !== null);

const quantileWords = ({ values, unit }: MetricSeries): string =>
  `p50 ${formatNumber(quantile(values, 0.5))}, p95 ${formatNumber(quantile(values, 0.95))} ${unit}`;

const useLines = ({ names, quantiles = false }: ChartPlan): readonly ChartLine[] => {
  const series = useMetrics((state) => state.series);
  const components = useSystem((state) => state.components);
  return useMemo(() => {
    const found = names
      .flatMap((name) => [...series.values()].flatMap((group) => group.get(name) ?? []))
      .filter(hasValue)
      .slice(0, MOST_LINES);
    const owners = new Set(found.map((one) => one.componentId));
    const kinds = new Set(found.map((one) => one.name));
    return found.map((one): ChartLine => {
      const owner = components.get(one.componentId)?.title ?? one.componentId;
      const kind = metricTitle(one.name);
      // Whatever tells the lines apart: who, what, or both.
      const label = kinds.size === 1 ? owner : owners.size === 1 ? kind : `${owner}: ${kind}`;
      return { label, series: one, ...(quantiles ? { note: quantileWords(one) } : {}) };
    });
  }, [series, components, names, quantiles]);
};

const spanWords = (lines: readonly ChartLine[]): string => {
  const longest = Math.max(0, ...lines.map(({ series }) => series.values.length * series.stepMs));
  const units = [...new Set(lines.map(({ series }) => unitWords(series.unit)))];
  return lines.length === 0 ? '' : `${units.join(' and ')} · last ${formatSpan(longest)}`;
};

const Chart = ({ plan }: { plan: ChartPlan }) => {
  const lines = useLines(plan);
  return (
    <Panel title={plan.title} aside={spanWords(lines)}>
      {lines.length === 0 ? (
        <EmptyState title="No values">{plan.absent}</EmptyState>
      ) : (
        <TimeChart lines={lines} label={plan.title} />
      )}
    </Panel>
  );
};

/** The numbers of the last minutes, one kind a chart. */
export const HealthCharts = () => (
  <div className={classes.charts}>
    {plans.map((plan) => (
      <Chart key={plan.title} plan={plan} />
    ))}
  </div>
);
