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

const origins: Readonly<Record<NonNullable<SettingsVersionView['origin']>, string>> = {
  started: 'found in the file at a start',
  operator: 'changed in Cuelight',
  file: 'edited in the file',
  restored: 'restored from an earlier version',
  imported: 'taken from a file or a backup',
  returned: 'came back by itself after a bad change',
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
  if (answer.status === 'loading') return <p className={classes.note}>Comparing with what is in force</p>;
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
          · {version.origin === null ? 'how it came is not known' : origins[version.origin]} ·{' '}
          <RelativeTime at={version.at} />
        </span>
      </span>
      {isPresent ? (
        <strong>in force</strong>
      ) : (
        <Button
          aria-expanded={isOpen}
          aria-label={`Compare the version of ${formatExact(version.at)}`}
          onClick={onToggle}
        >
          {isOpen ? 'Close' : 'Compare'}
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

/** Every version of the settings that was in force, and the settings as a file. */
export const HistoryPane = () => {
  const { api, refresh } = useQueries();
  const { answer, again } = useHostQuery(api.settings.history.queryOptions({ input: {} }), {
    onFailure: 'hide',
  });
  const [open, setOpen] = useState<string | null>(null);
  useSettingsEvents(
    useCallback(() => void refresh(api.settings.history.key(), api.settings.diff.key()), [api, refresh]),
  );
  if (answer.status === 'loading') return <LoadingState what="Reading the earlier settings" />;
  if (answer.status === 'failed')
    return <ErrorState title="The history could not be read" message={answer.message} onRetry={again} />;
  const { versions } = answer.value;
  return (
    <Pane
      title="History and files"
      description="The last 50 versions of the settings that were in force. Putting one into force makes a new version; none is lost by it."
    >
      {versions.length === 0 ? (
        <EmptyState title="No setting was changed yet">
          The first change of a setting makes the first version.
        </EmptyState>
      ) : (
        <ol className={classes.versions} aria-label="Versions of the settings, newest first">
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
