import { Button, Checkbox, Modal, Radio } from '@mantine/core';
import { useState } from 'react';
import { countOf, formatDateTime } from '../../../text/format.ts';
import { useClient, useSettings, useStores } from '../../../stores/stores-context.tsx';
import classes from './data.module.css';
import { Differences } from './differences.tsx';
import { Failure } from './pane.tsx';
import { useWork } from './use-work.ts';
import { useHostQuery, useQueries } from '../../../queries/use-host-query.ts';
import { backupRestore } from '#shared/catalogue/operations/data.ts';
import type { ListedBackup, RestoredView, RestoreRequest } from '#shared/model/index.ts';
import { runOperation } from '../../../client/run-operation.ts';

type Scope = 'all' | 'some' | 'none';

/** Which parts are wanted; null while none is. */
const useParts = (backup: ListedBackup) => {
  const [scope, setScope] = useState<Scope>('all');
  const [paths, setPaths] = useState<readonly string[]>([]);
  const [journal, setJournal] = useState(backup.journal !== null);
  const settings = scope === 'some' ? paths : scope === 'all';
  const wantsNothing = !journal && (settings === false || (scope === 'some' && paths.length === 0));
  return { scope, setScope, paths, setPaths, journal, setJournal, settings, wantsNothing };
};

const Preview = ({ request }: { request: RestoreRequest }) => {
  const { api } = useQueries();
  const { answer } = useHostQuery(api.backups.preview.queryOptions({ input: request }), {
    onFailure: 'hide',
    neverCached: true,
  });
  if (answer.status === 'loading') return <p className={classes.note}>Comparing with what is in force</p>;
  if (answer.status === 'failed') return <Failure message={answer.message} />;
  const { settings, journal } = answer.value;
  return (
    <>
      {settings && <Differences preview={settings} />}
      {journal && (
        <p className={classes.note}>
          The backup holds {countOf(journal.eventsInBackup, 'event')}, with chat and history. What is missing
          here is added; nothing that is here goes away.
        </p>
      )}
    </>
  );
};

const Outcome = ({ restored }: { restored: RestoredView }) => (
  <output className={classes.outcome}>
    {restored.settings && <p>The settings of the backup are in force.</p>}
    {restored.journal && (
      <p>
        {restored.journal.taken === 0
          ? 'The journal had all of its records already.'
          : `${countOf(restored.journal.taken, 'record')} came back into the journal.`}
        {restored.journal.gaps > 0 &&
          ` ${countOf(restored.journal.gaps, 'place')} of the copy could not be read.`}
      </p>
    )}
    <p>
      What was in force before is in the backup <code>{restored.undo}</code>.
    </p>
  </output>
);

/** Shows what a restore would change, whole or in parts, asks, and says what happened. */
export const RestoreDialog = ({ backup, onClose }: { backup: ListedBackup; onClose: () => void }) => {
  const client = useClient();
  const { settings: settingsStore } = useStores();
  const sections = useSettings((state) => state.sections);
  const { api, refresh } = useQueries();
  const parts = useParts(backup);
  const work = useWork();
  const [restored, setRestored] = useState<RestoredView | null>(null);
  const { scope, setScope, paths, setPaths, journal, setJournal, settings, wantsNothing } = parts;
  const request: RestoreRequest = {
    id: backup.id,
    settings: typeof settings === 'boolean' ? settings : [...settings],
    journal,
  };
  const question = backupRestore.confirmation(request);
  const restore = (): Promise<void> =>
    work.run(async () => {
      const { result } = await runOperation(client, backupRestore, request);
      setRestored(result);
      await Promise.all([
        settingsStore.getState().load(),
        refresh(api.backups.list.key(), api.settings.history.key()),
      ]);
    });

  return (
    <Modal opened onClose={onClose} size="lg" title={`Restore the backup of ${formatDateTime(backup.at)}`}>
      {restored ? (
        <>
          <Outcome restored={restored} />
          <div className={classes.buttons}>
            <Button variant="filled" data-autofocus onClick={onClose}>
              Done
            </Button>
          </div>
        </>
      ) : (
        <>
          <Radio.Group
            label="Settings"
            value={scope}
            onChange={(value) => setScope(value === 'all' || value === 'some' ? value : 'none')}
          >
            <div className={classes.choices}>
              <Radio size="xs" value="all" label="All of them" />
              <Radio size="xs" value="some" label="Some sections" />
              <Radio size="xs" value="none" label="Leave them as they are" />
            </div>
          </Radio.Group>
          {scope === 'some' && (
            <Checkbox.Group value={[...paths]} onChange={setPaths} aria-label="Sections">
              <div className={classes.sections}>
                {sections.map(({ path, title }) => (
                  <Checkbox key={path} size="xs" value={path} label={title} />
                ))}
              </div>
            </Checkbox.Group>
          )}
          <Checkbox
            className={classes.journalChoice}
            size="xs"
            checked={journal}
            disabled={backup.journal === null}
            label="Journal: events, chat and history"
            description={backup.journal === null ? 'This backup has no copy of the journal.' : undefined}
            onChange={(event) => setJournal(event.currentTarget.checked)}
          />
          <section className={classes.preview} aria-label="What restoring changes">
            <h3 className={classes.subtitle}>What restoring changes</h3>
            {wantsNothing ? (
              <p className={classes.note}>Nothing is chosen.</p>
            ) : (
              <Preview request={request} />
            )}
          </section>
          <Failure message={work.failure} />
          <div className={classes.buttons}>
            <span className={classes.buttonsNote}>What is in force now is backed up first.</span>
            <Button onClick={onClose}>{question?.no}</Button>
            <Button
              variant="filled"
              loading={work.busy}
              disabled={wantsNothing}
              onClick={() => void restore()}
            >
              {question?.yes}
            </Button>
          </div>
        </>
      )}
    </Modal>
  );
};
