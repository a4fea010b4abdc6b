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

const texts = {
  settings: 'Settings',
  all: 'All',
  some: 'Some sections',
  none: 'Keep current settings',
  sections: 'Sections',
  journal: 'Journal: events, chat and history',
  noJournal: 'This backup has no journal.',
  changes: 'Changes',
  comparing: 'Comparing…',
  nothing: 'Nothing selected.',
  backedUp: 'Your current state is backed up first.',
  done: 'Done',
  settingsRestored: 'Settings restored.',
  hadAll: 'The journal already had all records.',
  undo: 'The previous state is in the backup',
  title: (at: number) => `Restore backup of ${formatDateTime(at)}`,
  contents: (events: number) =>
    `The backup has ${countOf(events, 'event')}, with chat and history. Missing ones are added, nothing is removed.`,
  records: (count: number) => `${countOf(count, 'record')} restored to the journal.`,
  skipped: (gaps: number) => ` ${countOf(gaps, 'damaged place')} skipped.`,
} as const;

type Scope = 'all' | 'some' | 'none';

/** The selection of what is restored. */
const useSelection = (backup: ListedBackup) => {
  const [scope, setScope] = useState<Scope>('all');
  const [paths, setPaths] = useState<readonly string[]>([]);
  const [journal, setJournal] = useState(backup.journal !== null);
  const settings = scope === 'some' ? paths : scope === 'all';
  const isEmpty = !journal && (settings === false || (scope === 'some' && paths.length === 0));
  return { scope, setScope, paths, setPaths, journal, setJournal, settings, isEmpty };
};

const Preview = ({ request }: { request: RestoreRequest }) => {
  const { api } = useQueries();
  const { answer } = useHostQuery(api.backups.preview.queryOptions({ input: request }), {
    onFailure: 'hide',
    neverCached: true,
  });
  if (answer.status === 'loading') return <p className={classes.note}>{texts.comparing}</p>;
  if (answer.status === 'failed') return <Failure message={answer.message} />;
  const { settings, journal } = answer.value;
  return (
    <>
      {settings && <Differences preview={settings} />}
      {journal && <p className={classes.note}>{texts.contents(journal.eventsInBackup)}</p>}
    </>
  );
};

const Outcome = ({ restored }: { restored: RestoredView }) => (
  <output className={classes.outcome}>
    {restored.settings && <p>{texts.settingsRestored}</p>}
    {restored.journal && (
      <p>
        {restored.journal.taken === 0 ? texts.hadAll : texts.records(restored.journal.taken)}
        {restored.journal.gaps > 0 && texts.skipped(restored.journal.gaps)}
      </p>
    )}
    <p>
      {texts.undo} <code>{restored.undo}</code>.
    </p>
  </output>
);

/** Shows what a full or partial restore would change, asks, and shows the outcome. */
export const RestoreDialog = ({ backup, onClose }: { backup: ListedBackup; onClose: () => void }) => {
  const client = useClient();
  const { settings: settingsStore } = useStores();
  const sections = useSettings((state) => state.sections);
  const { api, refresh } = useQueries();
  const selection = useSelection(backup);
  const work = useWork();
  const [restored, setRestored] = useState<RestoredView | null>(null);
  const { scope, setScope, paths, setPaths, journal, setJournal, settings, isEmpty } = selection;
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
    <Modal opened onClose={onClose} size="lg" title={texts.title(backup.at)}>
      {restored ? (
        <>
          <Outcome restored={restored} />
          <div className={classes.buttons}>
            <Button variant="filled" data-autofocus onClick={onClose}>
              {texts.done}
            </Button>
          </div>
        </>
      ) : (
        <>
          <Radio.Group
            label={texts.settings}
            value={scope}
            onChange={(value) => setScope(value === 'all' || value === 'some' ? value : 'none')}
          >
            <div className={classes.choices}>
              <Radio size="xs" value="all" label={texts.all} />
              <Radio size="xs" value="some" label={texts.some} />
              <Radio size="xs" value="none" label={texts.none} />
            </div>
          </Radio.Group>
          {scope === 'some' && (
            <Checkbox.Group value={[...paths]} onChange={setPaths} aria-label={texts.sections}>
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
            label={texts.journal}
            description={backup.journal === null ? texts.noJournal : undefined}
            onChange={(event) => setJournal(event.currentTarget.checked)}
          />
          <section className={classes.preview} aria-label={texts.changes}>
            <h3 className={classes.subtitle}>{texts.changes}</h3>
            {isEmpty ? <p className={classes.note}>{texts.nothing}</p> : <Preview request={request} />}
          </section>
          <Failure message={work.failure} />
          <div className={classes.buttons}>
            <span className={classes.buttonsNote}>{texts.backedUp}</span>
            <Button onClick={onClose}>{question?.no}</Button>
            <Button variant="filled" loading={work.busy} disabled={isEmpty} onClick={() => void restore()}>
              {question?.yes}
            </Button>
          </div>
        </>
      )}
    </Modal>
  );
};
