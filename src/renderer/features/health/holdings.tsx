import { Button } from '@mantine/core';
import type { Holding } from '#shared/model/index.ts';
import { countOf, formatBytes, formatCount, formatExact, UNKNOWN } from '../../text/format.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { ErrorState, ForeignText, LoadingState, Panel, RelativeTime, Table } from '../../ui/index.ts';
import classes from './health-page.module.css';
import type { CuelightClient } from '../../client/cuelight-client.ts';
import { type HostAnswer, useHostQuery, useQueries, valueOf } from '../../queries/use-host-query.ts';

type Held = Awaited<ReturnType<CuelightClient['history']['holdings']>>;
const titles: Readonly<Record<Holding['kind'], string>> = {
  events: 'Events',
  chat: 'Chat',
  health: 'Health and graph',
  records: 'Commands, runs, outages, incidents',
  metrics: 'Numbers',
};

const limitWords = ({ keepDays, keepRows }: Holding): string =>
  keepRows === null
    ? countOf(keepDays, 'day')
    : `${countOf(keepDays, 'day')}, at the most ${formatCount(keepRows)}`;

const REFRESH_MS = 60_000;

const Row = ({ holding }: { holding: Holding }) => {
  const { kind, rows, bytes, oldestAt, lastDeleted } = holding;
  return (
    <tr>
      <th scope="row">{titles[kind]}</th>
      <td data-cell="number">{formatCount(rows)}</td>
      <td data-cell="number">{formatBytes(bytes)}</td>
      <td title={oldestAt === null ? undefined : formatExact(oldestAt)}>
        {oldestAt === null ? UNKNOWN : <RelativeTime at={oldestAt} />}
      </td>
      <td>{limitWords(holding)}</td>
      <td>
        {lastDeleted === null ? (
          'nothing yet'
        ) : (
          <>
            {formatCount(lastDeleted.rows)}, <RelativeTime at={lastDeleted.at} />
          </>
        )}
      </td>
    </tr>
  );
};

const Body = ({ read }: { read: HostAnswer<Held> }) => {
  const { navigation } = useStores();
  if (read.status === 'loading') return <LoadingState what="Counting what is kept" />;
  if (read.status === 'failed')
    return <ErrorState title="What is kept could not be read" message={read.message} />;
  const { kinds, cleanedAt, problem, indexed } = read.value;
  return (
    <>
      {problem !== null && (
        <p className={classes.words}>
          <ForeignText>{problem}</ForeignText>
        </p>
      )}
      {indexed < 1 && (
        <p className={classes.words}>
          The search index is being rebuilt: {Math.floor(indexed * 100)} % of the events and messages are
          searched.
        </p>
      )}
      <Table label="What is kept">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" data-cell="number">
              Held
            </th>
            <th scope="col" data-cell="number" title="Its share of the file, estimated">
              About
            </th>
            <th scope="col">Oldest</th>
            <th scope="col">Kept for</th>
            <th scope="col">Last deleted</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((holding) => (
            <Row key={holding.kind} holding={holding} />
          ))}
        </tbody>
      </Table>
      <div className={classes.words}>
        {cleanedAt === null ? (
          'The limits were not looked at yet; they are within a minute of the start and each hour.'
        ) : (
          <>
            The limits were last looked at <RelativeTime at={cleanedAt} />.
          </>
        )}{' '}
        <Button size="compact-xs" onClick={() => navigation.getState().goTo('settings', { section: 'data' })}>
          Change how long
        </Button>
      </div>
    </>
  );
};

/** What the journal keeps of each kind, how much of it there is, and what was deleted when. */
export const Holdings = () => {
  const { api } = useQueries();
  const { answer: read } = useHostQuery(api.history.holdings.queryOptions(), {
    onFailure: 'hide',
    everyMs: REFRESH_MS,
  });
  const bytes = valueOf(read)?.fileBytes ?? null;
  return (
    <Panel title="What is kept" padded={false} aside={bytes === null ? '' : `${formatBytes(bytes)} on disk`}>
      <Body read={read} />
    </Panel>
  );
};
