import { VisuallyHidden } from '@mantine/core';
import { fenceSentence } from '#shared/kernel/index.ts';
import type { Outage } from '#shared/model/index.ts';
import { countOf, formatExact, formatSpan } from '../../text/format.ts';
import { useStores } from '../../stores/stores-context.tsx';
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
  TableName,
} from '../../ui/index.ts';
import { EventsLink } from './events-link.tsx';
import classes from './outages.module.css';
import { type HostAnswer, useHostQuery, useQueries, valueOf } from '../../queries/use-host-query.ts';

const REFRESH_MS = 5_000;
const MOST_SHOWN = 50;

const texts = {
  title: 'Outages',
  loading: 'Loading outages…',
  failed: "Couldn't load outages",
  none: 'No outages recorded',
  state: 'State',
  connection: 'Connection',
  started: 'Started',
  duration: 'Duration',
  cause: 'Cause',
  reconnect: 'Reconnect',
  missed: 'Missed',
  events: 'Events',
  ongoing: 'ongoing',
  over: 'over',
  noAttempts: 'no attempts',
  newestFirst: 'newest first',
  newestOf: (shown: number, count: number) => `newest ${shown} of ${count}`,
} as const;

type ListedOutages = HostAnswer<{ readonly outages: readonly Outage[] }>;

const endWords = ({ startedAt, endedAt, end }: Outage, now: number): string => {
  if (endedAt === null) return end === null ? `${formatSpan(now - startedAt)} so far` : 'end unknown';
  const span = formatSpan(endedAt - startedAt);
  if (end === 'switched-off') return `${span}, then turned off`;
  return end === 'program-ended' ? `${span}, until Cuelight stopped` : `recovered after ${span}`;
};

const Row = ({ outage }: { outage: Outage }) => {
  const { navigation } = useStores();
  const now = useKnownTime();
  const { componentId, title, startedAt, endedAt, end, cause, attempts, missed } = outage;
  const open = endedAt === null && end === null;
  return (
    <tr>
      <td>
        <Lamp level={open ? 'unhealthy' : 'off'} />
        <span className={classes.state}>{open ? texts.ongoing : texts.over}</span>
      </td>
      <th scope="row">
        <TableName onOpen={() => navigation.getState().select({ kind: 'component', id: componentId })}>
          {title}
        </TableName>
      </th>
      <td>
        <RelativeTime at={startedAt} />
      </td>
      <td title={endedAt === null ? undefined : formatExact(endedAt)}>{endWords(outage, now)}</td>
      <td data-cell="sentence" title={fenceSentence(cause.message)}>
        <ForeignText>{cause.message}</ForeignText>
      </td>
      <td>{attempts === 0 ? texts.noAttempts : countOf(attempts, 'attempt')}</td>
      <td data-cell="sentence" title={fenceSentence(missed.message)}>
        <ForeignText>{missed.message}</ForeignText>
      </td>
      <td data-cell="actions">
        <EventsLink component={componentId} from={startedAt} to={endedAt} />
      </td>
    </tr>
  );
};

const OutageTable = ({ outages }: { outages: readonly Outage[] }) => (
  <Table label={texts.title}>
    <thead>
      <tr>
        <th scope="col">{texts.state}</th>
        <th scope="col">{texts.connection}</th>
        <th scope="col">{texts.started}</th>
        <th scope="col">{texts.duration}</th>
        <th scope="col">{texts.cause}</th>
        <th scope="col">{texts.reconnect}</th>
        <th scope="col">{texts.missed}</th>
        <th scope="col">
          <VisuallyHidden>{texts.events}</VisuallyHidden>
        </th>
      </tr>
    </thead>
    <tbody>
      {outages.slice(0, MOST_SHOWN).map((outage) => (
        <Row key={outage.id} outage={outage} />
      ))}
    </tbody>
  </Table>
);

const Body = ({ listed }: { listed: ListedOutages }) => {
  if (listed.status === 'loading') return <LoadingState what={texts.loading} />;
  if (listed.status === 'failed') return <ErrorState title={texts.failed} message={listed.message} />;
  const { outages } = listed.value;
  return outages.length === 0 ? <EmptyState title={texts.none} /> : <OutageTable outages={outages} />;
};

/** The outages of all bridges, newest first: how long, why, and what was missed. */
export const Outages = () => {
  const { api } = useQueries();
  const { answer: listed } = useHostQuery(api.outages.list.queryOptions(), {
    onFailure: 'hide',
    everyMs: REFRESH_MS,
  });
  const count = valueOf(listed)?.outages.length ?? 0;
  const shown = count > MOST_SHOWN ? texts.newestOf(MOST_SHOWN, count) : texts.newestFirst;
  return (
    <Panel title={texts.title} padded={false} aside={count > 1 ? shown : ''}>
      <Body listed={listed} />
    </Panel>
  );
};
