import { Button, Progress } from '@mantine/core';
import { useCallback } from 'react';
import { programCheckForUpdate, programInstallUpdate } from '#shared/catalogue/operations/updates.ts';
import { isolate } from '#shared/kernel/index.ts';
import type { AvailableUpdate, UpdateStatus } from '#shared/model/index.ts';
import { useHostQuery, useQueries } from '../../../queries/use-host-query.ts';
import { useStores } from '../../../stores/stores-context.tsx';
import { useOperation, useOperationRecord } from '../../../stores/use-operation.ts';
import { formatBytes } from '../../../text/format.ts';
import { readNotes } from '../../../text/release-notes.ts';
import {
  ErrorState,
  Fact,
  Facts,
  ForeignText,
  Lamp,
  LoadingState,
  OperationIcon,
  RelativeTime,
} from '../../../ui/index.ts';
import dataClasses from '../data/data.module.css';
import { Failure, Pane } from '../data/pane.tsx';
import { useUpdateEvents } from '../data/use-topic-events.ts';
import classes from './updates-pane.module.css';

/** Milliseconds between reads, which show the progress of a download. */
const REFRESH_MS = 2_000;

const texts = {
  title: 'Updates',
  help: 'New versions of Cuelight. Each is checked against the key of its publisher, and nothing is installed until you say so.',
  loading: 'Loading updates…',
  failed: "Couldn't load updates",
  version: 'Version',
  channel: 'Channel',
  automatic: 'Checks',
  automaticOn: 'At each start and each day',
  automaticOff: 'Off',
  lastCheck: 'Last check',
  never: 'Never',
  lastInstall: 'Last installation',
  change: 'Change channel and checks',
  check: 'Check now',
  install: 'Install and restart',
  download: 'Download of the update',
  changes: (version: string) => `What changes in ${version}`,
  released: 'Released',
  noNotes: 'The publisher wrote nothing about this version.',
  backup: 'Your data is backed up first. The manual says how to go back.',
} as const;

const stages: Readonly<Record<Exclude<UpdateStatus['stage'], 'idle'>, string>> = {
  checking: 'Checking for updates…',
  downloading: 'Downloading and checking the update…',
  'backing-up': 'Backing up your data…',
  restarting: 'Cuelight restarts to install the update.',
};

const channels: Readonly<Record<UpdateStatus['channel'], string>> = { stable: 'Stable', beta: 'Beta' };

/** The last installation and its outcome. */
const LastInstall = ({ install }: { install: NonNullable<UpdateStatus['lastInstall']> }) => (
  <Fact name={texts.lastInstall}>
    <ForeignText>
      {install.outcome === 'installed'
        ? `${install.from} to ${install.to}`
        : `${install.to} was not installed`}
    </ForeignText>
    {', '}
    <RelativeTime at={install.at} />
  </Fact>
);

const UpdateFacts = ({ status }: { status: UpdateStatus }) => (
  <Facts>
    <Fact name={texts.version}>
      <ForeignText>{status.version}</ForeignText>
    </Fact>
    <Fact name={texts.channel}>{channels[status.channel]}</Fact>
    <Fact name={texts.automatic}>{status.automatic ? texts.automaticOn : texts.automaticOff}</Fact>
    <Fact name={texts.lastCheck}>
      {status.lastCheck ? (
        <>
          {status.lastCheck.outcome === 'refused' && (
            <>
              <Lamp level="degraded" />{' '}
            </>
          )}
          <RelativeTime at={status.lastCheck.at} />
          {': '}
          <ForeignText>{status.lastCheck.message}</ForeignText>
        </>
      ) : (
        texts.never
      )}
    </Fact>
    {status.lastInstall && <LastInstall install={status.lastInstall} />}
  </Facts>
);

/** The release notes, as text. */
const Notes = ({ notes }: { notes: string }) =>
  readNotes(notes).map(({ kind, text }, index) => (
    // The notes never change, so their order identifies a block.
    <p key={index} data-kind={kind}>
      <ForeignText>{text}</ForeignText>
    </p>
  ));

/** The found update: what it changes, and why it can't be installed now. */
const Offer = ({ update, obstacle }: { update: AvailableUpdate; obstacle: string | null }) => (
  <section className={classes.offer} aria-label={texts.changes(isolate(update.version))}>
    <h3 className={dataClasses.subtitle}>{texts.changes(isolate(update.version))}</h3>
    <p className={dataClasses.lead}>
      {texts.released} <RelativeTime at={update.releasedAt} /> · {formatBytes(update.bytes)}
    </p>
    <div className={classes.notes}>
      {update.notes.trim() === '' ? texts.noNotes : <Notes notes={update.notes} />}
    </div>
    {obstacle === null ? (
      <p className={dataClasses.note}>{texts.backup}</p>
    ) : (
      <p className={classes.obstacle} role="status">
        <ForeignText>{obstacle}</ForeignText>
      </p>
    )}
  </section>
);

const Work = ({ status }: { status: UpdateStatus }) =>
  status.stage === 'idle' ? null : (
    <div role="status">
      <p className={classes.stage}>{stages[status.stage]}</p>
      {status.progress !== null && (
        <Progress value={status.progress * 100} aria-label={texts.download} size="sm" />
      )}
    </div>
  );

const UpdateButtons = ({ status }: { status: UpdateStatus }) => {
  const { api, refresh } = useQueries();
  const check = useOperation(programCheckForUpdate);
  const install = useOperation(programInstallUpdate);
  const { available, stage, obstacle } = status;
  const isBusy = stage !== 'idle';
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    await work();
    await refresh(api.system.updates.key());
  };
  return (
    <>
      <Button
        disabled={isBusy}
        leftSection={<OperationIcon name={programCheckForUpdate.icon} />}
        onClick={() => void run(() => check({}))}
      >
        {texts.check}
      </Button>
      {available && (
        <Button
          variant="filled"
          disabled={isBusy || obstacle !== null}
          leftSection={<OperationIcon name={programInstallUpdate.icon} />}
          onClick={() => void run(() => install({ version: available.version }))}
        >
          {texts.install}
        </Button>
      )}
    </>
  );
};

/** The updates of Cuelight: the running version, the last check, and the update that was found. */
export const UpdatesPane = () => {
  const { navigation } = useStores();
  const { api, refresh } = useQueries();
  const { answer, again } = useHostQuery(api.system.updates.queryOptions(), {
    onFailure: 'hide',
    everyMs: REFRESH_MS,
  });
  const refusedInstall = useOperationRecord(programInstallUpdate, {
    version: answer.status === 'ready' ? (answer.value.available?.version ?? '') : '',
  });
  useUpdateEvents(useCallback(() => void refresh(api.system.updates.key()), [api, refresh]));
  if (answer.status === 'loading') return <LoadingState what={texts.loading} />;
  if (answer.status === 'failed')
    return <ErrorState title={texts.failed} message={answer.message} onRetry={again} />;
  const status = answer.value;
  const isReady = status.support === 'ready';
  return (
    <Pane
      title={texts.title}
      description={texts.help}
      actions={isReady ? <UpdateButtons status={status} /> : undefined}
    >
      {status.explanation !== null && (
        <p className={classes.explanation} role="note">
          <ForeignText>{status.explanation}</ForeignText>
        </p>
      )}
      <UpdateFacts status={status} />
      <Work status={status} />
      <Failure message={refusedInstall?.phase === 'refused' ? refusedInstall.message : null} />
      {status.available && <Offer update={status.available} obstacle={status.obstacle} />}
      <p className={dataClasses.foot}>
        <button
          type="button"
          className={dataClasses.link}
          onClick={() => navigation.getState().setParams({ section: 'program' })}
        >
          {texts.change}
        </button>
      </p>
    </Pane>
  );
};
