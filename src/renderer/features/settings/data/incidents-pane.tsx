import { Button, Select, Switch } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { isolate } from '#shared/kernel/index.ts';
import { bytesOfBase64, readIncident } from '../../../model/incident-file.ts';
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
import { incidentSave } from '#shared/catalogue/operations/data.ts';
import type { SavedIncident } from '#shared/model/index.ts';
import { runOperation } from '../../../client/run-operation.ts';

const MINUTE_MS = 60_000;
const spans = [
  { value: '15', label: 'the last 15 minutes' },
  { value: '60', label: 'the last hour' },
  { value: '360', label: 'the last 6 hours' },
  { value: '1440', label: 'the last day' },
  { value: '10080', label: 'the last week' },
];

/** A file larger than this is none of ours, and would be a burden to look into. */
const MOST_BYTES = 64 * 1_024 * 1_024;

const useOpenIncident = () => {
  const { incident } = useStores();
  return async (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string | null> => {
    const read = await readIncident(bytes);
    if (!read.ok) return read.error;
    incident.getState().open(name, read.value);
    return null;
  };
};

const Row = ({ saved }: { saved: SavedIncident }) => {
  const client = useClient();
  const open = useOpenIncident();
  const work = useWork();
  const [refusal, setRefusal] = useState<string | null>(null);
  const fetchBytes = async (): Promise<Uint8Array<ArrayBuffer>> =>
    bytesOfBase64((await client.incidents.read({ name: saved.name })).content);
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
      const { message } = await runOperation(client, incidentSave, range);
      notices.getState().show('good', message ?? '');
      await refresh(api.incidents.key());
    });
  return (
    <>
      <div className={classes.line}>
        <Select
          className={classes.choice}
          aria-label="Which time"
          data={spans}
          value={span}
          allowDeselect={false}
          onChange={(value) => setSpan(value ?? '60')}
        />
        <Switch
          size="sm"
          label="With chat"
          checked={withChat}
          onChange={(event) => setWithChat(event.currentTarget.checked)}
        />
        <Button
          variant="filled"
          loading={work.busy}
          leftSection={<OperationIcon name={incidentSave.icon} />}
          onClick={() => void create()}
        >
          {incidentSave.title}
        </Button>
      </div>
      <Failure message={work.failure} />
    </>
  );
};

/** What happened, as a file: to look at later, or for somebody who helps. */
export const IncidentsPane = () => {
  const { api } = useQueries();
  const { answer, again } = useHostQuery(api.incidents.list.queryOptions({ input: {} }), {
    onFailure: 'hide',
  });
  const open = useOpenIncident();
  const [refusal, setRefusal] = useState<string | null>(null);
  const openFile = async (file: File): Promise<void> => {
    setRefusal(
      file.size > MOST_BYTES
        ? `${isolate(file.name)} is larger than any incident file that Cuelight writes.`
        : await open(file.name, new Uint8Array(await file.arrayBuffer())),
    );
  };
  if (answer.status === 'loading') return <LoadingState what="Looking for incident files" />;
  if (answer.status === 'failed')
    return <ErrorState title="The incident files cannot be read" message={answer.message} onRetry={again} />;
  const { folder, incidents } = answer.value;
  return (
    <Pane
      title="Incident files"
      description="Events, health, the graph, versions and settings of a stretch of time in one file, secrets taken out. It opens in this window, and on any other machine with Cuelight, to be read and not acted on. Events may name viewers; chat is left out unless you ask for it."
      actions={<FileButton label="Open a file" accept=".cuelight" onFile={(file) => void openFile(file)} />}
    >
      <SaveForm />
      <Failure message={refusal} />
      {incidents.length === 0 ? (
        <EmptyState title="No incident file is saved here">
          Choose a stretch of time above and save what happened in it.
        </EmptyState>
      ) : (
        <Table framed label="Incident files">
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
            {incidents.map((saved) => (
              <Row key={saved.name} saved={saved} />
            ))}
          </tbody>
        </Table>
      )}
      <p className={classes.foot}>
        Kept in{' '}
        <code>
          <ForeignText>{folder}</ForeignText>
        </code>{' '}
        until you delete them there.
      </p>
    </Pane>
  );
};
