import type { ComponentView } from '#shared/model/index.ts';
import { lineOf } from '../../text/component-sentence.ts';
import { formatExact, formatNumber, formatShortSpan, formatSpan, UNKNOWN } from '../../text/format.ts';
import { historySpans, unseenCells, withPresent, type HistorySpanId } from '../../model/history-spans.ts';
import { latestValue } from '../../model/metrics-model.ts';
import { usePast } from '../../stores/past-view.tsx';
import { useComponentSeries, useRoute, useStores, useSystem } from '../../stores/stores-context.tsx';
import { useIsStale, useShownTime, useStatus } from '../../stores/use-status.ts';
import { ForeignText, HealthStrip, Lamp, Table, TableName, useNow } from '../../ui/index.ts';
import type { ComponentStrip, HealthStrips } from './use-strips.ts';

/** A share of less than a minute is not meaningful. */
const LEAST_OBSERVED_MS = 60_000;

const texts = {
  table: 'Health of all components',
  status: 'Status',
  component: 'Component',
  now: 'Now',
  past: 'Then',
  healthy: 'Healthy',
  healthyHelp: 'Share of the observed time',
  uptime: 'Uptime',
  uptimeHelp: 'Time since the last start',
  restarts: 'Restarts',
  latency: 'Latency',
  notEnough: 'Not enough data',
  notRunning: 'Not running',
  notMeasured: 'Not measured',
  observed: (ms: number) => `Of ${formatSpan(ms)} observed`,
  cell: (ms: number) => `Each cell is ${formatSpan(ms)}`,
} as const;

const shareWords = ({ observedMs, healthyMs }: ComponentStrip): { text: string; title: string } => {
  if (observedMs < LEAST_OBSERVED_MS) return { text: UNKNOWN, title: texts.notEnough };
  const share = healthyMs / observedMs;
  return {
    text: `${(share * 100).toFixed(share > 0.999 ? 0 : 1)} %`,
    title: texts.observed(observedMs),
  };
};

const Row = ({
  component,
  strip,
  span,
}: {
  component: ComponentView;
  strip: ComponentStrip;
  span: HistorySpanId;
}) => {
  const { navigation } = useStores();
  const { selection } = useRoute();
  const past = usePast();
  const now = useShownTime();
  const status = useStatus(component);
  const isStale = useIsStale();
  const latency = latestValue(useComponentSeries(component.id)?.get('latencyMs'));
  const { id, title, startedAt, supervision, cause } = component;
  const shown = past || isStale ? strip.cells : withPresent(strip.cells, component.health.level);
  const share = shareWords(strip);
  return (
    <tr data-selected={(selection?.kind === 'component' && selection.id === id) || undefined}>
      <td>
        <Lamp level={status.lamp} says={status.word} faint={cause !== null} word="shown" />
      </td>
      <th scope="row">
        <TableName onOpen={() => navigation.getState().select({ kind: 'component', id })}>{title}</TableName>
      </th>
      <td data-cell="sentence" title={lineOf(component, now)}>
        <ForeignText>{lineOf(component, now)}</ForeignText>
      </td>
      <td>
        <HealthStrip cells={shown} span={historySpans[span].words} />
      </td>
      <td data-cell="number" title={share.title}>
        {share.text}
      </td>
      <td data-cell="number" title={startedAt === null ? texts.notRunning : formatExact(startedAt)}>
        {startedAt === null ? UNKNOWN : formatShortSpan(now - startedAt)}
      </td>
      {!past && <td data-cell="number">{supervision.restarts}</td>}
      {!past && (
        <td data-cell="number" title={latency === null ? texts.notMeasured : undefined}>
          {latency === null ? UNKNOWN : `${formatNumber(latency)} ms`}
        </td>
      )}
    </tr>
  );
};

/** One row for each component: its health with the reason, its history, its uptime, restarts and latency. */
export const HealthTable = ({ span, strips }: { span: HistorySpanId; strips: HealthStrips | null }) => {
  const components = useSystem((state) => state.components);
  const past = usePast();
  const { words, ms, cells } = historySpans[span];
  const now = useNow();
  const unseen = { cells: unseenCells(span, strips?.before ?? now), observedMs: 0, healthyMs: 0 };
  return (
    <Table label={texts.table}>
      <thead>
        <tr>
          <th scope="col">{texts.status}</th>
          <th scope="col">{texts.component}</th>
          <th scope="col">{past ? texts.past : texts.now}</th>
          <th scope="col" title={texts.cell(ms / cells)}>
            {words}
          </th>
          <th scope="col" data-cell="number" title={texts.healthyHelp}>
            {texts.healthy}
          </th>
          <th scope="col" data-cell="number" title={texts.uptimeHelp}>
            {texts.uptime}
          </th>
          {!past && (
            <th scope="col" data-cell="number">
              {texts.restarts}
            </th>
          )}
          {!past && (
            <th scope="col" data-cell="number">
              {texts.latency}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {[...components.values()].map((component) => (
          <Row
            key={component.id}
            component={component}
            strip={strips?.components.get(component.id) ?? unseen}
            span={span}
          />
        ))}
      </tbody>
    </Table>
  );
};
