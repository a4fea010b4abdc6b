import type { ComponentView } from '#shared/model/index.ts';
import { lineOf } from '../../data/component-sentence.ts';
import { formatExact, formatNumber, formatShortSpan, formatSpan, UNKNOWN } from '../../data/format.ts';
import type { StripCell } from '../../data/health-strip.ts';
import { lampOf } from '../../data/health-words.ts';
import {
  healthyCellShare,
  historySpans,
  unseenCells,
  withPresent,
  type HistorySpanId,
} from '../../data/history-spans.ts';
import { latestValue } from '../../data/metrics-model.ts';
import { usePast } from '../../stores/past-view.tsx';
import { useComponentSeries, useRoute, useStores, useSystem } from '../../stores/stores-context.tsx';
import { HealthStrip, Lamp, Table, TableName, useNow } from '../../ui/index.ts';
import type { HealthStrips } from './use-strips.ts';

const shareWords = (cells: readonly StripCell[]): { text: string; title: string } => {
  const known = healthyCellShare(cells);
  const [first] = cells;
  if (!known || !first) return { text: UNKNOWN, title: 'Not observed' };
  const observed = formatSpan(known.observed * (first.to - first.from));
  return {
    text: `${(known.share * 100).toFixed(known.share > 0.999 ? 0 : 1)} %`,
    title: `Of the ${observed} that were observed, in cells of ${formatSpan(first.to - first.from)}, this share was healthy throughout`,
  };
};

const Row = ({
  component,
  cells,
  span,
}: {
  component: ComponentView;
  cells: readonly StripCell[];
  span: HistorySpanId;
}) => {
  const { navigation } = useStores();
  const { selection } = useRoute();
  const past = usePast();
  const present = useNow();
  const now = past?.at ?? present;
  const latency = latestValue(useComponentSeries(component.id)?.get('latencyMs'));
  const { id, title, startedAt, supervision, cause } = component;
  const shown = past ? cells : withPresent(cells, component.health.level);
  const share = shareWords(shown);
  return (
    <tr data-selected={(selection?.kind === 'component' && selection.id === id) || undefined}>
      <td>
        <Lamp level={lampOf(component)} faint={cause !== null} word="shown" />
      </td>
      <th scope="row">
        <TableName onOpen={() => navigation.getState().select({ kind: 'component', id })}>{title}</TableName>
      </th>
      <td data-cell="sentence" title={lineOf(component, now)}>
        {lineOf(component, now)}
      </td>
      <td>
        <HealthStrip cells={shown} span={historySpans[span].words} />
      </td>
      <td data-cell="number" title={share.title}>
        {share.text}
      </td>
      <td data-cell="number" title={startedAt === null ? 'It does not run' : formatExact(startedAt)}>
        {startedAt === null ? UNKNOWN : formatShortSpan(now - startedAt)}
      </td>
      {!past && <td data-cell="number">{supervision.restarts}</td>}
      {!past && (
        <td data-cell="number" title={latency === null ? 'Not measured' : undefined}>
          {latency === null ? UNKNOWN : `${formatNumber(latency)} ms`}
        </td>
      )}
    </tr>
  );
};

/** A line for each part: how it is, why, the span that ends now, and how long and how well it runs. */
export const HealthTable = ({ span, strips }: { span: HistorySpanId; strips: HealthStrips | null }) => {
  const components = useSystem((state) => state.components);
  const past = usePast();
  const { words, ms, cells } = historySpans[span];
  const now = useNow();
  const unseen = unseenCells(span, strips?.before ?? now);
  return (
    <Table label="Health of all parts">
      <thead>
        <tr>
          <th scope="col">Health</th>
          <th scope="col">Part</th>
          <th scope="col">{past ? 'Then' : 'Now'}</th>
          <th scope="col" title={`Each cell is ${formatSpan(ms / cells)}`}>
            {words}
          </th>
          <th scope="col" data-cell="number" title="Share of the observed time that was healthy throughout">
            Healthy
          </th>
          <th scope="col" data-cell="number" title="Time since the last start">
            Running
          </th>
          {!past && (
            <th scope="col" data-cell="number">
              Restarts
            </th>
          )}
          {!past && (
            <th scope="col" data-cell="number">
              Latency
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {[...components.values()].map((component) => (
          <Row
            key={component.id}
            component={component}
            cells={strips?.components.get(component.id) ?? unseen}
            span={span}
          />
        ))}
      </tbody>
    </Table>
  );
};
