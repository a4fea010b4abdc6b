import { Button, VisuallyHidden } from '@mantine/core';
import { fenceSentence } from '#shared/kernel/index.ts';
import { healthLevels, type HealthLevel, type HistoryRecord } from '#shared/model/index.ts';
import { formatExact, formatSpan } from '../../text/format.ts';
import { type HistorySpanId, historySpans } from '../../model/history-spans.ts';
import { useStores, useSystem } from '../../stores/stores-context.tsx';
import { useKnownTime } from '../../stores/use-status.ts';
import {
  EmptyState,
  ErrorState,
  ForeignText,
  Lamp,
  LoadingState,
  Panel,
  RelativeTime,
  Table,
} from '../../ui/index.ts';
import { EventsLink } from './events-link.tsx';
import { type HostAnswer, useHostQuery, useQueries } from '../../queries/use-host-query.ts';

const REFRESH_MS = 10_000;
const MOST_SHOWN = 50;

const texts = {
  title: 'Incidents',
  loading: 'Loading incidents…',
  failed: "Couldn't load incidents",
  none: 'No incidents in this time',
  noneHelp: 'An incident starts when something breaks and ends when everything is healthy again.',
  severity: 'Severity',
  problem: 'Problem',
  started: 'Started',
  duration: 'Duration',
  actions: 'Actions',
  viewMoment: 'View this moment',
  endUnknown: 'end unknown',
  ongoing: (ms: number) => `ongoing, ${formatSpan(ms)}`,
  atLeast: (ms: number) => `at least ${formatSpan(ms)}`,
  endedAt: (at: number) => `Ended ${formatExact(at)}`,
  endedBetween: (from: number, to: number) =>
    `Ended while Cuelight wasn't running, between ${formatExact(from)} and ${formatExact(to)}`,
} as const;

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

/**
 * Returns how long an incident lasted, as far as it is known: it may have ended while Cuelight wasn't
 * running.
 */
const lengthOf = (
  { at, endedAt, endedBetween }: HistoryRecord,
  startedAt: number | null,
  now: number,
): { readonly length: string; readonly detail: string | undefined } => {
  if (endedAt !== null) return { length: formatSpan(endedAt - at), detail: texts.endedAt(endedAt) };
  if (endedBetween) {
    return {
      length: texts.atLeast(endedBetween.from - at),
      detail: texts.endedBetween(endedBetween.from, endedBetween.to),
    };
  }
  const isOngoing = startedAt !== null && at >= startedAt;
  return { length: isOngoing ? texts.ongoing(now - at) : texts.endUnknown, detail: undefined };
};

const Row = ({ record }: { record: HistoryRecord }) => {
  const { navigation } = useStores();
  const now = useKnownTime();
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
          {texts.viewMoment}
        </Button>
        {subject !== null && (
          <EventsLink component={subject} from={at} to={endedAt ?? endedBetween?.to ?? null} />
        )}
      </td>
    </tr>
  );
};

const Body = ({ listed }: { listed: HostAnswer<readonly HistoryRecord[]> }) => {
  if (listed.status === 'loading') return <LoadingState what={texts.loading} />;
  if (listed.status === 'failed') return <ErrorState title={texts.failed} message={listed.message} />;
  if (listed.value.length === 0) {
    return <EmptyState title={texts.none}>{texts.noneHelp}</EmptyState>;
  }
  return (
    <Table label={texts.title}>
      <thead>
        <tr>
          <th scope="col">{texts.severity}</th>
          <th scope="col">{texts.problem}</th>
          <th scope="col">{texts.started}</th>
          <th scope="col">{texts.duration}</th>
          <th scope="col">
            <VisuallyHidden>{texts.actions}</VisuallyHidden>
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

/** The incidents of a span, newest first. */
export const Incidents = ({ span }: { span: HistorySpanId }) => {
  const listed = useIncidents(span);
  return (
    <Panel title={texts.title} padded={false} aside={historySpans[span].words.toLowerCase()}>
      <Body listed={listed} />
    </Panel>
  );
};
