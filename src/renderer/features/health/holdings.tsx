import { Button } from '@mantine/core';
import type { Holding } from '#shared/model/index.ts';
import { countOf, formatBytes, formatCount, formatExact, UNKNOWN } from '../../text/format.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { ErrorState, ForeignText, LoadingState, Panel, RelativeTime, Table } from '../../ui/index.ts';
import classes from './health-page.module.css';
import type { CuelightClient } from '../../client/cuelight-client.ts';
import { type HostAnswer, useHostQuery, useQueries, valueOf } from '../../queries/use-host-query.ts';

type Storage = Awaited<ReturnType<CuelightClient['history']['holdings']>>;
const titles: Readonly<Record<Holding['kind'], string>> = {
  events: 'Events',
  chat: 'Chat',
  health: 'Health and graph',
  records: 'Commands, runs, outages, incidents',
  metrics: 'Metrics',
};

const texts = {
  title: 'Storage',
  loading: 'Loading storage…',
  failed: "Couldn't load storage",
  data: 'Data',
  items: 'Items',
  size: 'Size',
  sizeHelp: 'Estimated share of the file',
  oldest: 'Oldest',
  retention: 'Kept for',
  lastCleanup: 'Last cleanup',
  neverCleaned: 'none yet',
  notChecked: 'The first cleanup check runs within a minute of the start, then every hour.',
  checked: 'Last cleanup check',
  edit: 'Edit retention',
  onDisk: (bytes: number) => `${formatBytes(bytes)} on disk`,
  indexing: (share: number) =>
    `The search index is being rebuilt. Searches cover ${Math.floor(share * 100)} % of events and messages.`,
} as const;

const limitWords = ({ keepDays, keepRows }: Holding): string =>
  keepRows === null ? countOf(keepDays, 'day') : `${countOf(keepDays, 'day')}, max ${formatCount(keepRows)}`;

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
          texts.neverCleaned
        ) : (
          <>
            {formatCount(lastDeleted.rows)}, <RelativeTime at={lastDeleted.at} />
          </>
        )}
      </td>
    </tr>
  );
};

const Body = ({ read }: { read: HostAnswer<Storage> }) => {
  const { navigation } = useStores();
  if (read.status === 'loading') return <LoadingState what={texts.loading} />;
  if (read.status === 'failed') return <ErrorState title={texts.failed} message={read.message} />;
  const { kinds, cleanedAt, problem, indexed } = read.value;
  return (
    <>
      {problem !== null && (
        <p className={classes.words}>
          <ForeignText>{problem}</ForeignText>
        </p>
      )}
      {indexed < 1 && <p className={classes.words}>{texts.indexing(indexed)}</p>}
      <Table label={texts.title}>
        <thead>
          <tr>
            <th scope="col">{texts.data}</th>
            <th scope="col" data-cell="number">
              {texts.items}
            </th>
            <th scope="col" data-cell="number" title={texts.sizeHelp}>
              {texts.size}
            </th>
            <th scope="col">{texts.oldest}</th>
            <th scope="col">{texts.retention}</th>
            <th scope="col">{texts.lastCleanup}</th>
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
          texts.notChecked
        ) : (
          <>
            {texts.checked} <RelativeTime at={cleanedAt} />.
          </>
        )}{' '}
        <Button size="compact-xs" onClick={() => navigation.getState().goTo('settings', { section: 'data' })}>
          {texts.edit}
        </Button>
      </div>
    </>
  );
};

/**
 * The journal's storage by kind of data: how much there is, for how long, and what the last cleanup deleted.
 */
export const Holdings = () => {
  const { api } = useQueries();
  const { answer: read } = useHostQuery(api.history.holdings.queryOptions(), {
    onFailure: 'hide',
    everyMs: REFRESH_MS,
  });
  const bytes = valueOf(read)?.fileBytes ?? null;
  return (
    <Panel title={texts.title} padded={false} aside={bytes === null ? '' : texts.onDisk(bytes)}>
      <Body read={read} />
    </Panel>
  );
};
