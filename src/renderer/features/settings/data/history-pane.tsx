import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { SettingsVersionView } from '#shared/model/index.ts';
import { formatDateTime, formatExact } from '../../../text/format.ts';
import { useClient, useStores } from '../../../stores/stores-context.tsx';
import { EmptyState, ErrorState, LoadingState, RelativeTime } from '../../../ui/index.ts';
import classes from './data.module.css';
import { Differences } from './differences.tsx';
import { Failure, Pane } from './pane.tsx';
import { TransferPart } from './transfer-part.tsx';
import { useSettingsEvents } from './use-topic-events.ts';
import { useWork } from './use-work.ts';
import { useHostQuery, useQueries } from '../../../queries/use-host-query.ts';
import { settingsRestoreVersion } from '#shared/catalogue/operations/settings.ts';
import { runOperation } from '../../../client/run-operation.ts';

const texts = {
  title: 'History and files',
  help: 'The last 50 versions. Restoring one creates a new version.',
  loading: 'Loading history…',
  failed: "Couldn't load the history",
  comparing: 'Comparing…',
  unknownOrigin: 'unknown origin',
  current: 'current',
  compare: 'Compare',
  close: 'Close',
  none: 'No changes yet',
  noneHelp: 'The first change creates the first version.',
  list: 'Settings versions, newest first',
  compareOne: (at: number) => `Compare the version of ${formatExact(at)}`,
} as const;

const origins: Readonly<Record<NonNullable<SettingsVersionView['origin']>, string>> = {
  started: 'read from the file at startup',
  operator: 'changed in Cuelight',
  file: 'edited in the file',
  restored: 'restored from an earlier version',
  imported: 'imported from a file or backup',
  returned: 'rolled back automatically',
};

const VersionChange = ({ id, onRestored }: { id: string; onRestored: () => void }) => {
  const client = useClient();
  const { notices, settings } = useStores();
  const { api, refresh } = useQueries();
  const { answer } = useHostQuery(api.settings.diff.queryOptions({ input: { id } }), {
    onFailure: 'hide',
    neverCached: true,
  });
  const work = useWork();
  const restore = (): Promise<void> =>
    work.run(async () => {
      const { message } = await runOperation(client, settingsRestoreVersion, { id });
      await Promise.all([settings.getState().load(), refresh(api.settings.history.key())]);
      notices.getState().show('good', message ?? '');
      onRestored();
    });
  if (answer.status === 'loading') return <p className={classes.note}>{texts.comparing}</p>;
  if (answer.status === 'failed') return <Failure message={answer.message} />;
  return (
    <>
      <Differences preview={answer.value} />
      <Failure message={work.failure} />
      {answer.value.differences.length > 0 && (
        <div className={classes.buttons}>
          <Button variant="filled" loading={work.busy} onClick={() => void restore()}>
            {settingsRestoreVersion.summary({ id })}
          </Button>
        </div>
      )}
    </>
  );
};

const Version = ({
  version,
  isPresent,
  isOpen,
  onToggle,
  onRestored,
}: {
  version: SettingsVersionView;
  isPresent: boolean;
  isOpen: boolean;
  onToggle: () => void;
  onRestored: () => void;
}) => (
  <li className={classes.version}>
    <div className={classes.versionLine}>
      <span className={classes.versionWords}>
        <time title={formatExact(version.at)}>{formatDateTime(version.at)}</time>{' '}
        <span>
          · {version.origin === null ? texts.unknownOrigin : origins[version.origin]} ·{' '}
          <RelativeTime at={version.at} />
        </span>
      </span>
      {isPresent ? (
        <strong>{texts.current}</strong>
      ) : (
        <Button aria-expanded={isOpen} aria-label={texts.compareOne(version.at)} onClick={onToggle}>
          {isOpen ? texts.close : texts.compare}
        </Button>
      )}
    </div>
    {isOpen && !isPresent && (
      <div className={classes.versionBody}>
        <VersionChange id={version.id} onRestored={onRestored} />
      </div>
    )}
  </li>
);

/** The versions of the settings, and their import and export. */
export const HistoryPane = () => {
  const { api, refresh } = useQueries();
  const { answer, again } = useHostQuery(api.settings.history.queryOptions({ input: {} }), {
    onFailure: 'hide',
  });
  const [open, setOpen] = useState<string | null>(null);
  useSettingsEvents(
    useCallback(() => void refresh(api.settings.history.key(), api.settings.diff.key()), [api, refresh]),
  );
  if (answer.status === 'loading') return <LoadingState what={texts.loading} />;
  if (answer.status === 'failed')
    return <ErrorState title={texts.failed} message={answer.message} onRetry={again} />;
  const { versions } = answer.value;
  return (
    <Pane title={texts.title} description={texts.help}>
      {versions.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneHelp}</EmptyState>
      ) : (
        <ol className={classes.versions} aria-label={texts.list}>
          {versions.map((version, index) => (
            <Version
              key={version.id}
              version={version}
              isPresent={index === 0}
              isOpen={open === version.id}
              onToggle={() => setOpen(open === version.id ? null : version.id)}
              onRestored={() => setOpen(null)}
            />
          ))}
        </ol>
      )}
      <TransferPart />
    </Pane>
  );
};
