import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import { countOf, formatBytes, formatCount } from '../../../text/format.ts';
import { useClient, useStores } from '../../../stores/stores-context.tsx';
import {
  EmptyState,
  ErrorState,
  ForeignText,
  Lamp,
  LoadingState,
  OperationIcon,
  RelativeTime,
  Table,
} from '../../../ui/index.ts';
import { backupReasons } from './backup-words.ts';
import classes from './data.module.css';
import { Failure, Pane } from './pane.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import { useStoreEvents } from './use-topic-events.ts';
import { useWork } from './use-work.ts';
import { useHostQuery, useQueries } from '../../../queries/use-host-query.ts';
import { backupCreate } from '#shared/catalogue/operations/data.ts';
import type { ListedBackup } from '#shared/model/index.ts';
import { runOperation } from '../../../client/run-operation.ts';

const Row = ({ backup, onRestore }: { backup: ListedBackup; onRestore: () => void }) => (
  <tr>
    <td>
      <span className={classes.lampLine} title={backup.damage ?? 'Opened and checked when it was made'}>
        <Lamp level={backup.damage === null ? 'healthy' : 'unhealthy'} />
        {backup.damage === null ? 'checked' : 'damaged'}
      </span>
    </td>
    <th scope="row">
      <RelativeTime at={backup.at} />
    </th>
    <td>{backupReasons[backup.reason]}</td>
    <td data-cell="number">{formatBytes(backup.bytes)}</td>
    <td data-cell="number">
      {backup.journal === null ? 'settings only' : `${formatCount(backup.journal.events)} events`}
    </td>
    <td data-cell="actions">
      <Button onClick={onRestore} disabled={backup.damage !== null} aria-label={`Restore ${backup.id}`}>
        Restore
      </Button>
    </td>
  </tr>
);

/** All backups: how old, how large and why each was made, and the way back to one. */
export const BackupsPane = () => {
  const client = useClient();
  const { navigation, notices } = useStores();
  const { api, refresh } = useQueries();
  const { answer, again } = useHostQuery(api.backups.list.queryOptions({ input: {} }), { onFailure: 'hide' });
  useStoreEvents(useCallback(() => void refresh(api.backups.list.key()), [api, refresh]));
  const making = useWork();
  const [restoring, setRestoring] = useState<ListedBackup | null>(null);

  const make = (): Promise<void> =>
    making.run(async () => {
      const { message } = await runOperation(client, backupCreate, {});
      notices.getState().show('good', message ?? '');
      await refresh(api.backups.key());
    });

  if (answer.status === 'loading') return <LoadingState what="Looking at the backups" />;
  if (answer.status === 'failed')
    return <ErrorState title="The backups could not be read" message={answer.message} onRetry={again} />;
  const { backups, folder, lastGood, policy, problem } = answer.value;
  const good = backups.find(({ id }) => id === lastGood);
  return (
    <Pane
      title="Backups"
      description={
        <>
          {good ? (
            <>
              The last good one was made <RelativeTime at={good.at} />.
            </>
          ) : (
            'There is none that holds anything yet.'
          )}{' '}
          One is made at each start, each day and before a restore. Secrets are in none of them.
        </>
      }
      actions={
        <Button
          variant="filled"
          loading={making.busy}
          leftSection={<OperationIcon name={backupCreate.icon} />}
          onClick={() => void make()}
        >
          {backupCreate.summary({})}
        </Button>
      }
    >
      <Failure message={making.failure ?? problem} />
      {backups.length === 0 ? (
        <EmptyState title="There are no backups">
          The first one is made when Cuelight starts with the component Backups running.
        </EmptyState>
      ) : (
        <Table framed label="Backups">
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Made</th>
              <th scope="col">Why</th>
              <th scope="col" data-cell="number">
                Size
              </th>
              <th scope="col" data-cell="number">
                Holds
              </th>
              <th scope="col" aria-label="Actions" />
            </tr>
          </thead>
          <tbody>
            {backups.map((backup) => (
              <Row key={backup.id} backup={backup} onRestore={() => setRestoring(backup)} />
            ))}
          </tbody>
        </Table>
      )}
      <p className={classes.foot}>
        Kept in{' '}
        <code>
          <ForeignText>{folder}</ForeignText>
        </code>
        : at most {countOf(policy.count, 'backup')}, for {countOf(policy.days, 'day')},{' '}
        {formatCount(policy.megabytes)} MB together.{' '}
        <button
          type="button"
          className={classes.link}
          onClick={() => navigation.getState().setParams({ section: 'data' })}
        >
          Change these limits
        </button>
      </p>
      {restoring && (
        <RestoreDialog key={restoring.id} backup={restoring} onClose={() => setRestoring(null)} />
      )}
    </Pane>
  );
};
