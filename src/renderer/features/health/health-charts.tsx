import { useMemo } from 'react';
import { chatPlatforms, type MetricSeries } from '#shared/model/index.ts';
import { formatNumber, formatSpan, unitWords } from '../../text/format.ts';
import { metricTitle } from '../../text/metric-words.ts';
import { quantile } from '../../model/quantile.ts';
import { type HistorySpanId, historySpans } from '../../model/history-spans.ts';
import { usePast } from '../../stores/past-view.tsx';
import { useMetrics, useStores, useSystem } from '../../stores/stores-context.tsx';
import { EmptyState, Panel } from '../../ui/index.ts';
import { type ChartLine, TimeChart } from '../../ui/time-chart.tsx';
import classes from './health-page.module.css';
import { useHostQuery, useQueries, valueOf } from '../../queries/use-host-query.ts';

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
    names: [...chatPlatforms.map(({ id }) => `${id}QueueDepth`), 'queuedRecords'],
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

/** The last minutes by the second while the present hour is shown, else what the journal kept of the span. */
const useSeries = (names: readonly string[], past: PastSeries): readonly MetricSeries[] => {
  const live = useMetrics((state) => state.series);
  return useMemo(
    () =>
      names.flatMap((name) =>
        past === null
          ? [...live.values()].flatMap((group) => group.get(name) ?? [])
          : past.filter((series) => series.name === name),
      ),
    [names, live, past],
  );
};

const useLines = ({ names, quantiles = false }: ChartPlan, past: PastSeries): readonly ChartLine[] => {
  const series = useSeries(names, past);
  const components = useSystem((state) => state.components);
  return useMemo(() => {
    const found = series.filter(hasValue).slice(0, MOST_LINES);
    const owners = new Set(found.map((one) => one.componentId));
    const kinds = new Set(found.map((one) => one.name));
    return found.map((one): ChartLine => {
      const owner = components.get(one.componentId)?.title ?? one.componentId;
      const kind = metricTitle(one.name);
      // Whatever tells the lines apart: who, what, or both.
      const label = kinds.size === 1 ? owner : owners.size === 1 ? kind : `${owner}: ${kind}`;
      return { label, series: one, ...(quantiles ? { note: quantileWords(one) } : {}) };
    });
  }, [series, components, quantiles]);
};

const spanWords = (lines: readonly ChartLine[]): string => {
  const longest = Math.max(0, ...lines.map(({ series }) => series.values.length * series.stepMs));
  const units = [...new Set(lines.map(({ series }) => unitWords(series.unit)))];
  return lines.length === 0 ? '' : `${units.join(' and ')} · last ${formatSpan(longest)}`;
};

/** Null while the numbers of this window's stream are shown. */
type PastSeries = readonly MetricSeries[] | null;

const allNames = plans.flatMap(({ names }) => names).join(',');
const REFRESH_MS = 60_000;
const NO_SERIES: readonly MetricSeries[] = [];

/** What the journal kept of a span; null while the last minutes of the live stream are wanted. */
const useKept = (span: HistorySpanId, until: number | null): PastSeries => {
  const { clock, client } = useStores();
  const { api } = useQueries();
  const live = span === 'hour' && until === null;
  const { answer } = useHostQuery(
    {
      queryKey: [...api.history.metrics.key(), span, until],
      queryFn: async ({ signal }): Promise<readonly MetricSeries[]> => {
        const before = until ?? clock.now();
        const from = before - historySpans[span].ms;
        const { series } = await client.history.metrics({ names: allNames, from, before }, { signal });
        return series.map(({ mean, min: _min, max: _max, ...line }) => ({ ...line, values: mean }));
      },
    },
    { onFailure: 'hide', everyMs: REFRESH_MS, active: !live, keepPrevious: true },
  );
  // Without an answer the charts say that they have no values; why, the time bar tells.
  const kept = valueOf(answer) ?? NO_SERIES;
  return live ? null : kept;
};

const Chart = ({ plan, past, latest }: { plan: ChartPlan; past: PastSeries; latest: string }) => {
  const lines = useLines(plan, past);
  return (
    <Panel title={plan.title} aside={spanWords(lines)}>
      {lines.length === 0 ? (
        <EmptyState title="No values">
          {past === null ? plan.absent : 'Nothing was measured in this time.'}
        </EmptyState>
      ) : (
        <TimeChart lines={lines} label={plan.title} latestWord={latest} />
      )}
    </Panel>
  );
};

/** The numbers of the last minutes or of a span, one kind a chart; of the past, up to the moment that is shown. */
export const HealthCharts = ({ span }: { span: HistorySpanId }) => {
  const until = usePast()?.at ?? null;
  const past = useKept(span, until);
  return (
    <div className={classes.charts}>
      {plans.map((plan) => (
        <Chart key={plan.title} plan={plan} past={past} latest={until === null ? 'now' : 'then'} />
      ))}
    </div>
  );
};
