import { Button, Select, Switch } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { isolate } from '#shared/kernel/index.ts';
import { bytesOfBase64, readDiagnosticBundle } from '../../../model/diagnostic-bundle.ts';
import { formatBytes } from '../../../text/format.ts';
import { useClient, useStores } from '../../../stores/stores-context.tsx';
import {
  EmptyState,
  ErrorState,
  ForeignText,
  LoadingState,
  OperationIcon,
  RelativeTime,
  Table,
} from '../../../ui/index.ts';
import classes from './data.module.css';
import { FileButton } from './file-button.tsx';
import { Failure, Pane } from './pane.tsx';
import { saveFile } from './save-file.ts';
import { useWork } from './use-work.ts';
import { useHostQuery, useQueries } from '../../../queries/use-host-query.ts';
import { diagnosticsSave } from '#shared/catalogue/operations/data.ts';
import type { SavedDiagnostics } from '#shared/model/index.ts';
import { runOperation } from '../../../client/run-operation.ts';

const MINUTE_MS = 60_000;
const spans = [
  { value: '15', label: 'the last 15 minutes' },
  { value: '60', label: 'the last hour' },
  { value: '360', label: 'the last 6 hours' },
  { value: '1440', label: 'the last day' },
  { value: '10080', label: 'the last week' },
];

/** Limit for opened files: a larger file is not a bundle, and takes long to read. */
const MOST_BYTES = 64 * 1_024 * 1_024;

const useOpenBundle = () => {
  const { diagnostics } = useStores();
  return async (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string | null> => {
    const read = await readDiagnosticBundle(bytes);
    if (!read.ok) return read.error;
    diagnostics.getState().open(name, read.value);
    return null;
  };
};

const Row = ({ saved }: { saved: SavedDiagnostics }) => {
  const client = useClient();
  const open = useOpenBundle();
  const work = useWork();
  const [refusal, setRefusal] = useState<string | null>(null);
  const fetchBytes = async (): Promise<Uint8Array<ArrayBuffer>> =>
    bytesOfBase64((await client.diagnostics.read({ name: saved.name })).content);
  const save = (): Promise<void> =>
    work.run(async () => saveFile(saved.name, await fetchBytes(), 'application/gzip'));
  const show = (): Promise<void> =>
    work.run(async () => setRefusal(await open(saved.name, await fetchBytes())));
  return (
    <tr>
      <th scope="row">
        <code>
          <ForeignText>{saved.name}</ForeignText>
        </code>
        <Failure message={refusal ?? work.failure} />
      </th>
      <td>
        <RelativeTime at={saved.at} />
      </td>
      <td data-cell="number">{formatBytes(saved.bytes)}</td>
      <td data-cell="actions">
        <Button
          leftSection={<IconDownload size={16} stroke={1.5} aria-hidden="true" />}
          aria-label={`Save ${isolate(saved.name)}`}
          disabled={work.busy}
          onClick={() => void save()}
        >
          Save as
        </Button>
        <Button aria-label={`Open ${isolate(saved.name)}`} disabled={work.busy} onClick={() => void show()}>
          Open
        </Button>
      </td>
    </tr>
  );
};

const SaveForm = () => {
  const client = useClient();
  const { api, refresh } = useQueries();
  const { clock, notices } = useStores();
  const [span, setSpan] = useState('60');
  const [withChat, setWithChat] = useState(false);
  const work = useWork();
  const create = (): Promise<void> =>
    work.run(async () => {
      const to = clock.now();
      const range = { from: to - Number(span) * MINUTE_MS, to, withChat };
      const { message } = await runOperation(client, diagnosticsSave, range);
      notices.getState().show('good', message ?? '');
      await refresh(api.diagnostics.key());
    });
  return (
    <>
      <div className={classes.line}>
        <Select
          className={classes.choice}
          aria-label="Time range"
          data={spans}
          value={span}
          allowDeselect={false}
          onChange={(value) => setSpan(value ?? '60')}
        />
        <Switch
          size="sm"
          label="Include chat"
          checked={withChat}
          onChange={(event) => setWithChat(event.currentTarget.checked)}
        />
        <Button
          variant="filled"
          loading={work.busy}
          leftSection={<OperationIcon name={diagnosticsSave.icon} />}
          onClick={() => void create()}
        >
          {diagnosticsSave.title}
        </Button>
      </div>
      <Failure message={work.failure} />
    </>
  );
};

/** Saves diagnostic bundles, and opens saved bundles in this window. */
export const DiagnosticsPane = () => {
  const { api } = useQueries();
  const { answer, again } = useHostQuery(api.diagnostics.list.queryOptions({ input: {} }), {
    onFailure: 'hide',
  });
  const open = useOpenBundle();
  const [refusal, setRefusal] = useState<string | null>(null);
  const openFile = async (file: File): Promise<void> => {
    setRefusal(
      file.size > MOST_BYTES
        ? `${isolate(file.name)} is larger than any diagnostic bundle that Cuelight saves.`
        : await open(file.name, new Uint8Array(await file.arrayBuffer())),
    );
  };
  if (answer.status === 'loading') return <LoadingState what="Loading diagnostic bundles" />;
  if (answer.status === 'failed')
    return (
      <ErrorState title="The diagnostic bundles can't be read" message={answer.message} onRetry={again} />
    );
  const { folder, bundles } = answer.value;
  return (
    <Pane
      title="Diagnostics"
      description="Events, health, the graph, versions and settings of a time range in one file, without secrets. Open the file here or in Cuelight on another PC; it is read-only. Events may name viewers. Chat is left out unless you include it."
      actions={<FileButton label="Open a file" accept=".cuelight" onFile={(file) => void openFile(file)} />}
    >
      <SaveForm />
      <Failure message={refusal} />
      {bundles.length === 0 ? (
        <EmptyState title="No diagnostics saved yet">Choose a time range above to save one.</EmptyState>
      ) : (
        <Table framed label="Diagnostic bundles">
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">Saved</th>
              <th scope="col" data-cell="number">
                Size
              </th>
              <th scope="col" aria-label="Actions" />
            </tr>
          </thead>
          <tbody>
            {bundles.map((saved) => (
              <Row key={saved.name} saved={saved} />
            ))}
          </tbody>
        </Table>
      )}
      <p className={classes.foot}>
        Saved in{' '}
        <code>
          <ForeignText>{folder}</ForeignText>
        </code>{' '}
        until you delete the files there.
      </p>
    </Pane>
  );
};
