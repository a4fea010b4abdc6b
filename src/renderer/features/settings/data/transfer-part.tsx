import { Button, Checkbox, Modal } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { isolate } from '#shared/kernel/index.ts';
import { useHostQuery, useQueries } from '../../../queries/use-host-query.ts';
import { useClient, useSettings, useStores } from '../../../stores/stores-context.tsx';
import classes from './data.module.css';
import { Differences } from './differences.tsx';
import { FileButton } from './file-button.tsx';
import { Failure } from './pane.tsx';
import { saveFile } from './save-file.ts';
import { useWork } from './use-work.ts';
import { settingsImport } from '#shared/catalogue/operations/settings.ts';
import { fitsInMessage } from '#shared/model/index.ts';
import { runOperation } from '../../../client/run-operation.ts';

/** Larger files are not read. */
const MOST_READ_BYTES = 1_000_000;

const texts = {
  title: 'Settings file',
  help: 'Export for backup or another PC. Secrets are not included; enter them again there.',
  export: 'Export settings',
  import: 'Import settings',
  onlySome: 'Only some sections',
  sections: 'Sections',
  changes: 'Changes',
  comparing: 'Comparing…',
  cancel: 'Cancel',
  confirm: 'Import',
  importOne: (name: string) => `Import ${isolate(name)}`,
  imported: (name: string) => `Settings imported from ${isolate(name)}.`,
  tooLarge: (name: string) =>
    `${isolate(name)} is too large for a settings file. Choose a file that Cuelight exported.`,
} as const;

interface ChosenFile {
  readonly name: string;
  readonly content: string;
}

const ImportDialog = ({
  file,
  onImported,
  onClose,
}: {
  file: ChosenFile;
  onImported: () => void;
  onClose: () => void;
}) => {
  const client = useClient();
  const { notices, settings } = useStores();
  const sections = useSettings((state) => state.sections);
  /** Sections to import; null for all. */
  const [only, setOnly] = useState<readonly string[] | null>(null);
  const { api, refresh } = useQueries();
  const input = { content: file.content, ...(only !== null && { only: [...only] }) };
  // The content is not part of the key: it can be a megabyte, and the key is compared at each render.
  const dialog = useId();
  const { answer } = useHostQuery(
    {
      queryKey: [...api.settings.previewImport.key(), dialog, only],
      queryFn: ({ signal }) => client.settings.previewImport(input, { signal }),
    },
    { onFailure: 'hide', neverCached: true },
  );
  const work = useWork();
  const importFile = (): Promise<void> =>
    work.run(async () => {
      await runOperation(client, settingsImport, input);
      await Promise.all([settings.getState().load(), refresh(api.settings.history.key())]);
      notices.getState().show('good', texts.imported(file.name));
      onImported();
    });
  return (
    <Modal opened onClose={onClose} size="lg" title={texts.importOne(file.name)}>
      <Checkbox
        size="xs"
        checked={only !== null}
        label={texts.onlySome}
        onChange={(event) => setOnly(event.currentTarget.checked ? [] : null)}
      />
      {only !== null && (
        <Checkbox.Group value={[...only]} onChange={setOnly} aria-label={texts.sections}>
          <div className={classes.sections}>
            {sections.map(({ path, title }) => (
              <Checkbox key={path} size="xs" value={path} label={title} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      <section className={classes.preview} aria-label={texts.changes}>
        <h3 className={classes.subtitle}>{texts.changes}</h3>
        {answer.status === 'loading' && <p className={classes.note}>{texts.comparing}</p>}
        {answer.status === 'failed' && <Failure message={answer.message} />}
        {answer.status === 'ready' && <Differences preview={answer.value} />}
      </section>
      <Failure message={work.failure} />
      <div className={classes.buttons}>
        <Button onClick={onClose}>{texts.cancel}</Button>
        <Button
          variant="filled"
          loading={work.busy}
          disabled={answer.status !== 'ready' || answer.value.differences.length === 0}
          onClick={() => void importFile()}
        >
          {texts.confirm}
        </Button>
      </div>
    </Modal>
  );
};

/** Exports the settings to a file, and imports them. */
export const TransferPart = () => {
  const client = useClient();
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const work = useWork();
  const exportFile = (): Promise<void> =>
    work.run(async () => {
      const { name, content } = await client.settings.export({});
      saveFile(name, content, 'application/json');
    });
  const choose = async (chosen: File): Promise<void> => {
    const content = chosen.size > MOST_READ_BYTES ? null : await chosen.text();
    if (content !== null && fitsInMessage(content)) {
      setRefusal(null);
      setFile({ name: chosen.name, content });
    } else {
      setRefusal(texts.tooLarge(chosen.name));
    }
  };
  return (
    <section className={classes.part} aria-label={texts.title}>
      <h3 className={classes.subtitle}>{texts.title}</h3>
      <p className={classes.lead}>{texts.help}</p>
      <div className={classes.line}>
        <Button
          loading={work.busy}
          leftSection={<IconDownload size={16} stroke={1.5} aria-hidden="true" />}
          onClick={() => void exportFile()}
        >
          {texts.export}
        </Button>
        <FileButton label={texts.import} accept=".json" onFile={(chosen) => void choose(chosen)} />
      </div>
      <Failure message={refusal ?? work.failure} />
      {file && <ImportDialog file={file} onClose={() => setFile(null)} onImported={() => setFile(null)} />}
    </section>
  );
};
