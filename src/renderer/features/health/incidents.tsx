import { Button, VisuallyHidden } from '@mantine/core';
import { fenceSentence } from '#shared/kernel/index.ts';
import { healthLevels, type HealthLevel, type HistoryRecord } from '#shared/model/index.ts';
import { formatExact, formatSpan } from '../../text/format.ts';
import { type HistorySpanId, historySpans } from '../../model/history-spans.ts';
import { useStores, useSystem } from '../../stores/stores-context.tsx';
import {
  EmptyState,
  ErrorState,
  ForeignText,
  Lamp,
  LoadingState,
  Panel,
  RelativeTime,
  Table,
  useNow,
} from '../../ui/index.ts';
import { EventsLink } from './events-link.tsx';
import { type HostAnswer, useHostQuery, useQueries } from '../../queries/use-host-query.ts';

const REFRESH_MS = 10_000;
const MOST_SHOWN = 50;

const useIncidents = (span: HistorySpanId): HostAnswer<readonly HistoryRecord[]> => {
  const { clock, client } = useStores();
  const { api } = useQueries();
  const { answer } = useHostQuery(
    {
      queryKey: [...api.history.records.key({ input: { kind: 'incident' } }), span],
      queryFn: async ({ signal }) => {
        const before = clock.now() + 1_000;
        const from = before - historySpans[span].ms;
        const query = { kind: 'incident', from, before, limit: MOST_SHOWN } as const;
        return (await client.history.records(query, { signal })).records;
      },
    },
    { onFailure: 'hide', everyMs: REFRESH_MS, keepPrevious: true },
  );
  return answer;
};

const levelOf = (word: string): HealthLevel => healthLevels.find((level) => level === word) ?? 'unknown';

/** How long it was, as far as anybody knows: what ended while the program did not run was seen by nobody. */
const lengthOf = (
  { at, endedAt, endedBetween }: HistoryRecord,
  startedAt: number | null,
  now: number,
): { readonly length: string; readonly detail: string | undefined } => {
  if (endedAt !== null) return { length: formatSpan(endedAt - at), detail: `Ended ${formatExact(endedAt)}` };
  if (endedBetween) {
    return {
      length: `at least ${formatSpan(endedBetween.from - at)}`,
      detail: `Ended while Cuelight was not running, between ${formatExact(endedBetween.from)} and ${formatExact(endedBetween.to)}`,
    };
  }
  const lasts = startedAt !== null && at >= startedAt;
  return { length: lasts ? `lasts ${formatSpan(now - at)}` : 'end not known', detail: undefined };
};

const Row = ({ record }: { record: HistoryRecord }) => {
  const { navigation } = useStores();
  const now = useNow();
  const startedAt = useSystem((state) => state.run?.startedAt ?? null);
  const { length, detail } = lengthOf(record, startedAt, now);
  const { at, endedAt, endedBetween, subject, title, result } = record;
  return (
    <tr>
      <td>
        <Lamp level={levelOf(result)} word="shown" />
      </td>
      <th scope="row" data-cell="sentence" data-wide title={fenceSentence(title)}>
        <ForeignText>{title}</ForeignText>
      </th>
      <td>
        <RelativeTime at={at} />
      </td>
      <td title={detail}>{length}</td>
      <td data-cell="actions">
        <Button
          size="compact-xs"
          onClick={() => navigation.getState().setParams({ at: String(Math.round(at)) })}
        >
          Go there
        </Button>
        {subject !== null && (
          <EventsLink component={subject} from={at} to={endedAt ?? endedBetween?.to ?? null} />
        )}
      </td>
    </tr>
  );
};

const Body = ({ listed }: { listed: HostAnswer<readonly HistoryRecord[]> }) => {
  if (listed.status === 'loading') return <LoadingState what="Reading the incidents" />;
  if (listed.status === 'failed')
    return <ErrorState title="The incidents could not be read" message={listed.message} />;
  if (listed.value.length === 0) {
    return (
      <EmptyState title="No incident in this time">
        An incident begins when the verdict turns bad and ends when all is well again.
      </EmptyState>
    );
  }
  return (
    <Table label="Incidents">
      <thead>
        <tr>
          <th scope="col">At worst</th>
          <th scope="col">What</th>
          <th scope="col">Began</th>
          <th scope="col">How long</th>
          <th scope="col">
            <VisuallyHidden>What to look at</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {listed.value.map((record) => (
          <Row key={record.id} record={record} />
        ))}
      </tbody>
    </Table>
  );
};

/** Every time the verdict was bad, newest first. */
export const Incidents = ({ span }: { span: HistorySpanId }) => {
  const listed = useIncidents(span);
  return (
    <Panel title="Incidents" padded={false} aside={historySpans[span].words.toLowerCase()}>
      <Body listed={listed} />
    </Panel>
  );
};
