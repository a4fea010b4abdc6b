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

/** What is larger is not even read. */
const MOST_READ_BYTES = 1_000_000;

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
  /** Null takes the file as a whole. */
  const [only, setOnly] = useState<readonly string[] | null>(null);
  const { api, refresh } = useQueries();
  const input = { content: file.content, ...(only !== null && { only: [...only] }) };
  // The content stays out of the key: it can be a megabyte, and a key is compared at each drawing.
  const dialog = useId();
  const { answer } = useHostQuery(
    {
      queryKey: [...api.settings.previewImport.key(), dialog, only],
      queryFn: ({ signal }) => client.settings.previewImport(input, { signal }),
    },
    { onFailure: 'hide', neverCached: true },
  );
  const work = useWork();
  const takeOver = (): Promise<void> =>
    work.run(async () => {
      await runOperation(client, settingsImport, input);
      await Promise.all([settings.getState().load(), refresh(api.settings.history.key())]);
      notices.getState().show('good', `The settings of ${isolate(file.name)} are in force.`);
      onImported();
    });
  return (
    <Modal opened onClose={onClose} size="lg" title={`Take over ${isolate(file.name)}`}>
      <Checkbox
        size="xs"
        checked={only !== null}
        label="Only some sections"
        onChange={(event) => setOnly(event.currentTarget.checked ? [] : null)}
      />
      {only !== null && (
        <Checkbox.Group value={[...only]} onChange={setOnly} aria-label="Sections">
          <div className={classes.sections}>
            {sections.map(({ path, title }) => (
              <Checkbox key={path} size="xs" value={path} label={title} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      <section className={classes.preview} aria-label="What taking it over changes">
        <h3 className={classes.subtitle}>What taking it over changes</h3>
        {answer.status === 'loading' && <p className={classes.note}>Comparing with what is in force</p>}
        {answer.status === 'failed' && <Failure message={answer.message} />}
        {answer.status === 'ready' && <Differences preview={answer.value} />}
      </section>
      <Failure message={work.failure} />
      <div className={classes.buttons}>
        <Button onClick={onClose}>Keep it as it is</Button>
        <Button
          variant="filled"
          loading={work.busy}
          disabled={answer.status !== 'ready' || answer.value.differences.length === 0}
          onClick={() => void takeOver()}
        >
          Take it over
        </Button>
      </div>
    </Modal>
  );
};

/** The settings as a file to keep elsewhere, and back. */
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
      setRefusal(
        `${isolate(chosen.name)} is larger than any settings of Cuelight are. Choose a file that Cuelight saved.`,
      );
    }
  };
  return (
    <section className={classes.part} aria-label="Settings as a file">
      <h3 className={classes.subtitle}>As a file</h3>
      <p className={classes.lead}>
        To keep them elsewhere, or to carry them to another machine. Secrets are not in the file; they are
        entered anew.
      </p>
      <div className={classes.line}>
        <Button
          loading={work.busy}
          leftSection={<IconDownload size={16} stroke={1.5} aria-hidden="true" />}
          onClick={() => void exportFile()}
        >
          Save the settings as a file
        </Button>
        <FileButton label="Take over a file" accept=".json" onFile={(chosen) => void choose(chosen)} />
      </div>
      <Failure message={refusal ?? work.failure} />
      {file && <ImportDialog file={file} onClose={() => setFile(null)} onImported={() => setFile(null)} />}
    </section>
  );
};
