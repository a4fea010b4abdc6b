import { useEffect, useState } from 'react';
import type { Holding } from '#shared/model/index.ts';
import { describeFailure } from '../../client/failure.ts';
import { countOf, formatBytes, formatCount, formatExact, UNKNOWN } from '../../data/format.ts';
import { useClient, useConnection, useStores } from '../../stores/stores-context.tsx';
import { Button } from '@mantine/core';
import { ErrorState, LoadingState, Panel, RelativeTime, Table } from '../../ui/index.ts';
import classes from './health-page.module.css';

type Held = Awaited<ReturnType<ReturnType<typeof useClient>['history']['holdings']>>;
type Read =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly held: Held }
  | { readonly status: 'failed'; readonly message: string };

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

const useHoldings = (): Read => {
  const client = useClient();
  const { clock } = useStores();
  const connected = useConnection().phase === 'connected';
  const [read, setRead] = useState<Read>({ status: 'loading' });
  useEffect(() => {
    if (!connected) return undefined;
    const reading = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const held = await client.history.holdings(undefined, { signal: reading.signal });
        if (!reading.signal.aborted) setRead({ status: 'ready', held });
      } catch (thrown) {
        if (!reading.signal.aborted) setRead({ status: 'failed', message: describeFailure(thrown).message });
      }
    };
    void ask();
    const timer = clock.setInterval(() => void ask(), REFRESH_MS);
    return () => {
      reading.abort();
      timer[Symbol.dispose]();
    };
  }, [client, clock, connected]);
  return read;
};

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

const Body = ({ read }: { read: Read }) => {
  const { navigation } = useStores();
  if (read.status === 'loading') return <LoadingState what="Counting what is kept" />;
  if (read.status === 'failed')
    return <ErrorState title="What is kept could not be read" message={read.message} />;
  const { kinds, cleanedAt, problem } = read.held;
  return (
    <>
      {problem !== null && <p className={classes.words}>{problem}</p>}
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
  const read = useHoldings();
  const bytes = read.status === 'ready' ? read.held.fileBytes : null;
  return (
    <Panel title="What is kept" padded={false} aside={bytes === null ? '' : `${formatBytes(bytes)} on disk`}>
      <Body read={read} />
    </Panel>
  );
};
