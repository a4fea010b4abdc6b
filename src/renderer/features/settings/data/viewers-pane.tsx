import { Button, Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type SyntheticEvent, useState } from 'react';
import { viewerDelete } from '#shared/catalogue/operations/data.ts';
import type { HeldViewer } from '#shared/contract/index.ts';
import { cutText, isolate } from '#shared/kernel/index.ts';
import { runOperation } from '../../../client/run-operation.ts';
import { countOf, formatCount, UNKNOWN } from '../../../text/format.ts';
import { useClient, useStores } from '../../../stores/stores-context.tsx';
import { EmptyState, ForeignText, RelativeTime, Table } from '../../../ui/index.ts';
import classes from './data.module.css';
import { Failure, Pane } from './pane.tsx';
import { saveFile } from './save-file.ts';
import { useWork } from './use-work.ts';
import { platformTitle } from '#shared/model/index.ts';

const nameOf = ({ names, userId }: HeldViewer): string => isolate(names[0] ?? userId);

const DeleteDialog = ({
  viewer,
  onDeleted,
  onClose,
}: {
  viewer: HeldViewer;
  onDeleted: () => void;
  onClose: () => void;
}) => {
  const client = useClient();
  const { notices } = useStores();
  const work = useWork();
  const { platform, userId } = viewer;
  const question = viewerDelete.confirmation({ platform, userId });
  const remove = (): Promise<void> =>
    work.run(async () => {
      const { message } = await runOperation(client, viewerDelete, { platform, userId });
      notices.getState().show('good', message ?? '');
      onDeleted();
    });
  return (
    <Modal opened onClose={onClose} title={`Delete ${nameOf(viewer)}`}>
      <div className={classes.question}>
        <p>
          {countOf(viewer.messages, 'message')} of theirs {viewer.messages === 1 ? 'is' : 'are'} deleted, and
          their names and id are taken out of {countOf(viewer.events, 'event')}. This cannot be undone.
        </p>
        <p>What stays:</p>
        <ul>
          <li>backups that were made before, until they go by their age; they bring no message back</li>
          <li>diagnostic bundles saved earlier, until you delete them</li>
          <li>what others wrote about them, and what {platformTitle(platform)} itself keeps</li>
          <li>what a window shows now, until it is opened again</li>
        </ul>
      </div>
      <Failure message={work.failure} />
      <div className={classes.buttons}>
        <Button data-autofocus onClick={onClose}>
          {question?.no}
        </Button>
        <Button variant="filled" loading={work.busy} onClick={() => void remove()}>
          {question?.yes}
        </Button>
      </div>
    </Modal>
  );
};

const Row = ({ viewer, onDelete }: { viewer: HeldViewer; onDelete: () => void }) => {
  const client = useClient();
  const work = useWork();
  const { platform, userId, names, messages, events, firstAt, lastAt } = viewer;
  const save = (): Promise<void> =>
    work.run(async () => {
      const record = await client.viewers.export({ platform, userId });
      saveFile(`${platform}-${userId}.json`, `${JSON.stringify(record, null, 2)}\n`, 'application/json');
    });
  return (
    <tr>
      <th scope="row">
        {names.map(isolate).join(', ') || 'no name held'}
        <Failure message={work.failure} />
      </th>
      <td>
        {platformTitle(platform)}{' '}
        <code>
          <ForeignText>{userId}</ForeignText>
        </code>
      </td>
      <td data-cell="number">{formatCount(messages)}</td>
      <td data-cell="number">{formatCount(events)}</td>
      <td>{firstAt === null ? UNKNOWN : <RelativeTime at={firstAt} />}</td>
      <td>{lastAt === null ? UNKNOWN : <RelativeTime at={lastAt} />}</td>
      <td data-cell="actions">
        <Button
          loading={work.busy}
          aria-label={`Save what is held of ${nameOf(viewer)}`}
          onClick={() => void save()}
        >
          Save as a file
        </Button>
        <Button aria-label={`Delete ${nameOf(viewer)}`} onClick={onDelete}>
          Delete
        </Button>
      </td>
    </tr>
  );
};

/** What is kept of one person in chat: found by name, given as a file, deleted. */
export const ViewersPane = () => {
  const client = useClient();
  const [name, setName] = useState('');
  const [found, setFound] = useState<{ readonly name: string; readonly viewers: HeldViewer[] } | null>(null);
  const [deleting, setDeleting] = useState<HeldViewer | null>(null);
  const work = useWork();
  const find = (wanted: string): Promise<void> =>
    work.run(async () => {
      const { viewers } = await client.viewers.find({ name: wanted });
      setFound({ name: wanted, viewers });
    });
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') void find(name.trim());
  };
  return (
    <Pane
      title="Viewers"
      description="What is kept of one person: for them to have, or for it to be gone. Enter the whole account name, or the id that the platform gave them; a display name finds those who wrote lately."
    >
      <form className={classes.line} role="search" onSubmit={onSubmit}>
        <TextInput
          className={classes.search}
          aria-label="Name or id of a viewer"
          placeholder="Name or id"
          autoComplete="off"
          spellCheck={false}
          value={name}
          onChange={(event) => setName(cutText(event.currentTarget.value, 200))}
        />
        <Button
          type="submit"
          loading={work.busy}
          leftSection={<IconSearch size={16} stroke={1.5} aria-hidden="true" />}
        >
          Find
        </Button>
      </form>
      <Failure message={work.failure} />
      <div aria-live="polite">
        {found && found.viewers.length === 0 && (
          <EmptyState title={`Nothing is held of “${isolate(found.name)}”`}>
            Neither a message of theirs nor an event that names them is in the journal.
          </EmptyState>
        )}
        {found && found.viewers.length > 0 && (
          <Table framed label={`Viewers who go by ${isolate(found.name)}`}>
            <thead>
              <tr>
                <th scope="col">Names</th>
                <th scope="col">Platform and id</th>
                <th scope="col" data-cell="number">
                  Messages
                </th>
                <th scope="col" data-cell="number">
                  Events
                </th>
                <th scope="col">First</th>
                <th scope="col">Last</th>
                <th scope="col" aria-label="Actions" />
              </tr>
            </thead>
            <tbody>
              {found.viewers.map((viewer) => (
                <Row
                  key={`${viewer.platform}:${viewer.userId}`}
                  viewer={viewer}
                  onDelete={() => setDeleting(viewer)}
                />
              ))}
            </tbody>
          </Table>
        )}
      </div>
      {deleting && found && (
        <DeleteDialog
          viewer={deleting}
          onClose={() => setDeleting(null)}
          onDeleted={() => {
            setDeleting(null);
            void find(found.name);
          }}
        />
      )}
    </Pane>
  );
};
