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
  /** Metrics of one or two units. The second unit has its axis on the right. */
  readonly names: readonly string[];
  /** Text of the empty chart. */
  readonly absent: string;
  /** True to show p50 and p95 of each line. */
  readonly quantiles?: boolean;
}

const plans: readonly ChartPlan[] = [
  {
    title: 'Messages',
    names: ['messagesPerMinute', 'messagesPerSecond'],
    absent: 'No messages have been counted yet.',
  },
  {
    title: 'Queued messages',
    names: [...chatPlatforms.map(({ id }) => `${id}QueueDepth`), 'queuedRecords'],
    absent: 'No queue has been measured yet.',
  },
  {
    title: 'Latency',
    names: ['latencyMs'],
    absent: 'No answer has been timed yet.',
    quantiles: true,
  },
  {
    title: 'OBS frame rate and dropped frames',
    names: ['fps', 'droppedFramesPercent'],
    absent: 'OBS has not reported frames yet.',
  },
  {
    title: 'OBS bitrate',
    names: ['bitrateKbps'],
    absent: 'OBS reports a bitrate while it is streaming.',
  },
  {
    title: 'App responsiveness and memory',
    names: ['eventLoopDelayMs', 'memoryMegabytes'],
    absent: 'Nothing has been measured yet.',
  },
];

const MOST_LINES = 4;

const hasValue = (series: MetricSeries): boolean => series.values.some((value) => value !== null);

const quantileWords = ({ values, unit }: MetricSeries): string =>
  `p50 ${formatNumber(quantile(values, 0.5))}, p95 ${formatNumber(quantile(values, 0.95))} ${unit}`;

/**
 * Returns the live series of the last minutes while the current hour is shown; otherwise the journal's
 * series.
 */
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
      // The label has only what differs between the lines: the component, the metric, or both.
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

/** Series from the journal; null while the live series are shown. */
type PastSeries = readonly MetricSeries[] | null;

const allNames = plans.flatMap(({ names }) => names).join(',');
const REFRESH_MS = 60_000;
const NO_SERIES: readonly MetricSeries[] = [];

/** Loads the series of a span from the journal; null while the live series are shown. */
const useJournalSeries = (span: HistorySpanId, until: number | null): PastSeries => {
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
  // Without an answer the charts are empty; the time bar shows the reason.
  const loaded = valueOf(answer) ?? NO_SERIES;
  return live ? null : loaded;
};

const Chart = ({ plan, past, latest }: { plan: ChartPlan; past: PastSeries; latest: string }) => {
  const lines = useLines(plan, past);
  return (
    <Panel title={plan.title} aside={spanWords(lines)}>
      {lines.length === 0 ? (
        <EmptyState title="No data">
          {past === null ? plan.absent : 'Nothing was measured in this time.'}
        </EmptyState>
      ) : (
        <TimeChart lines={lines} label={plan.title} latestWord={latest} />
      )}
    </Panel>
  );
};

/**
 * Charts of the last minutes or of a span, one for each kind of metric. In the past they end at the moment
 * shown.
 */
export const HealthCharts = ({ span }: { span: HistorySpanId }) => {
  const until = usePast()?.at ?? null;
  const past = useJournalSeries(span, until);
  return (
    <div className={classes.charts}>
      {plans.map((plan) => (
        <Chart key={plan.title} plan={plan} past={past} latest={until === null ? 'now' : 'then'} />
      ))}
    </div>
  );
};
