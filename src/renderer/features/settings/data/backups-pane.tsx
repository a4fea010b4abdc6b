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

const texts = {
  title: 'Backups',
  loading: 'Loading backups…',
  failed: "Couldn't load backups",
  checkedHelp: 'Opened and checked when it was made',
  checked: 'checked',
  damaged: 'damaged',
  settingsOnly: 'settings only',
  restore: 'Restore',
  lastGood: 'The last good backup was made',
  noneGood: 'There is no usable backup yet.',
  when: 'Cuelight makes one at each start, every day and before a restore. Backups contain no secrets.',
  none: 'No backups yet',
  noneHelp: 'The first one is made when Cuelight starts and the component Backups is running.',
  status: 'Status',
  made: 'Made',
  reason: 'Reason',
  size: 'Size',
  contents: 'Contents',
  actions: 'Actions',
  savedIn: 'Saved in',
  changeLimits: 'Change limits',
  events: (count: number) => `${formatCount(count)} events`,
  limits: (count: number, days: number, megabytes: number) =>
    `: at most ${countOf(count, 'backup')}, for ${countOf(days, 'day')}, ${formatCount(megabytes)} MB in total.`,
} as const;

const Row = ({ backup, onRestore }: { backup: ListedBackup; onRestore: () => void }) => (
  <tr>
    <td>
      <span className={classes.lampLine} title={backup.damage ?? texts.checkedHelp}>
        <Lamp level={backup.damage === null ? 'healthy' : 'unhealthy'} />
        {backup.damage === null ? texts.checked : texts.damaged}
      </span>
    </td>
    <th scope="row">
      <RelativeTime at={backup.at} />
    </th>
    <td>{backupReasons[backup.reason]}</td>
    <td data-cell="number">{formatBytes(backup.bytes)}</td>
    <td data-cell="number">
      {backup.journal === null ? texts.settingsOnly : texts.events(backup.journal.events)}
    </td>
    <td data-cell="actions">
      <Button onClick={onRestore} disabled={backup.damage !== null} aria-label={`Restore ${backup.id}`}>
        {texts.restore}
      </Button>
    </td>
  </tr>
);

/** The backups with their age, size and reason. Each can be restored. */
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

  if (answer.status === 'loading') return <LoadingState what={texts.loading} />;
  if (answer.status === 'failed')
    return <ErrorState title={texts.failed} message={answer.message} onRetry={again} />;
  const { backups, folder, lastGood, policy, problem } = answer.value;
  const good = backups.find(({ id }) => id === lastGood);
  return (
    <Pane
      title={texts.title}
      description={
        <>
          {good ? (
            <>
              {texts.lastGood} <RelativeTime at={good.at} />.
            </>
          ) : (
            texts.noneGood
          )}{' '}
          {texts.when}
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
        <EmptyState title={texts.none}>{texts.noneHelp}</EmptyState>
      ) : (
        <Table framed label={texts.title}>
          <thead>
            <tr>
              <th scope="col">{texts.status}</th>
              <th scope="col">{texts.made}</th>
              <th scope="col">{texts.reason}</th>
              <th scope="col" data-cell="number">
                {texts.size}
              </th>
              <th scope="col" data-cell="number">
                {texts.contents}
              </th>
              <th scope="col" aria-label={texts.actions} />
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
        {texts.savedIn}{' '}
        <code>
          <ForeignText>{folder}</ForeignText>
        </code>
        {texts.limits(policy.count, policy.days, policy.megabytes)}{' '}
        <button
          type="button"
          className={classes.link}
          onClick={() => navigation.getState().setParams({ section: 'data' })}
        >
          {texts.changeLimits}
        </button>
      </p>
      {restoring && (
        <RestoreDialog key={restoring.id} backup={restoring} onClose={() => setRestoring(null)} />
      )}
    </Pane>
  );
};
