import { VisuallyHidden } from '@mantine/core';
import { fenceSentence } from '#shared/kernel/index.ts';
import type { Outage } from '#shared/model/index.ts';
import { countOf, formatExact, formatSpan } from '../../text/format.ts';
import { useStores } from '../../stores/stores-context.tsx';
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
  useNow,
} from '../../ui/index.ts';
import { EventsLink } from './events-link.tsx';
import classes from './outages.module.css';
import { type HostAnswer, useHostQuery, useQueries, valueOf } from '../../queries/use-host-query.ts';

const REFRESH_MS = 5_000;
const MOST_SHOWN = 50;

type ListedOutages = HostAnswer<{ readonly outages: readonly Outage[] }>;

const endWords = ({ startedAt, endedAt, end }: Outage, now: number): string => {
  if (endedAt === null) return end === null ? `lasts ${formatSpan(now - startedAt)}` : 'end not known';
  const span = formatSpan(endedAt - startedAt);
  if (end === 'switched-off') return `${span}, then switched off`;
  return end === 'program-ended' ? `${span}, until Cuelight ended` : `back after ${span}`;
};

const Row = ({ outage }: { outage: Outage }) => {
  const { navigation } = useStores();
  const now = useNow();
  const { componentId, title, startedAt, endedAt, end, cause, attempts, missed } = outage;
  const open = endedAt === null && end === null;
  return (
    <tr>
      <td>
        <Lamp level={open ? 'unhealthy' : 'off'} />
        <span className={classes.state}>{open ? 'open' : 'over'}</span>
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
      <td>{attempts === 0 ? 'none needed' : countOf(attempts, 'attempt')}</td>
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
  <Table label="Outages">
    <thead>
      <tr>
        <th scope="col">State</th>
        <th scope="col">Bridge</th>
        <th scope="col">Began</th>
        <th scope="col">How long</th>
        <th scope="col">Why</th>
        <th scope="col">Connecting</th>
        <th scope="col">Missed</th>
        <th scope="col">
          <VisuallyHidden>Events</VisuallyHidden>
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
  if (listed.status === 'loading') return <LoadingState what="Reading the outages" />;
  if (listed.status === 'failed')
    return <ErrorState title="The outages could not be read" message={listed.message} />;
  const { outages } = listed.value;
  return outages.length === 0 ? (
    <EmptyState title="No outage is recorded">
      Every bridge that should be connected has been, for as long as the ledger goes back.
    </EmptyState>
  ) : (
    <OutageTable outages={outages} />
  );
};

/** Every time a bridge was cut off, newest first: how long, why, and what was missed. */
export const Outages = () => {
  const { api } = useQueries();
  const { answer: listed } = useHostQuery(api.outages.list.queryOptions(), {
    onFailure: 'hide',
    everyMs: REFRESH_MS,
  });
  const count = valueOf(listed)?.outages.length ?? 0;
  const shown = count > MOST_SHOWN ? `newest ${MOST_SHOWN} of ${count}` : 'newest first';
  return (
    <Panel title="Outages" padded={false} aside={count > 1 ? shown : ''}>
      <Body listed={listed} />
    </Panel>
  );
};
