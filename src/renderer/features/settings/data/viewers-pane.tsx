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

const texts = {
  title: 'Viewers',
  help: "Export or delete one viewer's data. Enter the full account name or ID. A display name finds viewers who wrote recently.",
  field: 'Viewer name or ID',
  placeholder: 'Name or ID',
  find: 'Find',
  stays: 'Not deleted:',
  othersKeep: (platform: string) => `what others wrote about them, and their data on ${isolate(platform)}`,
  windows: 'what an open Cuelight window shows, until it is reloaded',
  backups: 'older backups, until they expire (deleted messages are not restored from them)',
  bundles: 'diagnostic bundles saved earlier, until you delete them',
  export: 'Export',
  delete: 'Delete',
  noName: 'no name',
  noneHelp: 'No message from this viewer is saved, and no event names them.',
  names: 'Names',
  platform: 'Platform and ID',
  messages: 'Messages',
  events: 'Events',
  first: 'First',
  last: 'Last',
  actions: 'Actions',
  none: (name: string) => `No data for “${isolate(name)}”`,
  list: (name: string) => `Viewers named ${isolate(name)}`,
  deleteOne: (name: string) => `Delete ${isolate(name)}`,
  exportOne: (name: string) => `Export data of ${isolate(name)}`,
  effect: (messages: number, events: number) =>
    `This deletes ${countOf(messages, 'message')} and removes their names and ID from ${countOf(events, 'event')}. It can't be undone.`,
} as const;

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
    <Modal opened onClose={onClose} title={texts.deleteOne(nameOf(viewer))}>
      <div className={classes.question}>
        <p>{texts.effect(viewer.messages, viewer.events)}</p>
        <p>{texts.stays}</p>
        <ul>
          <li>{texts.backups}</li>
          <li>{texts.bundles}</li>
          <li>{texts.othersKeep(platformTitle(platform))}</li>
          <li>{texts.windows}</li>
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
        {names.map(isolate).join(', ') || texts.noName}
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
        <Button loading={work.busy} aria-label={texts.exportOne(nameOf(viewer))} onClick={() => void save()}>
          {texts.export}
        </Button>
        <Button aria-label={texts.deleteOne(nameOf(viewer))} onClick={onDelete}>
          {texts.delete}
        </Button>
      </td>
    </tr>
  );
};

/** Finds one viewer's data by name or ID, exports it and deletes it. */
export const ViewersPane = () => {
  const client = useClient();
  const [name, setName] = useState('');
  const [found, setFound] = useState<{ readonly name: string; readonly viewers: HeldViewer[] } | null>(null);
  const [deleting, setDeleting] = useState<HeldViewer | null>(null);
  const work = useWork();
  const find = (query: string): Promise<void> =>
    work.run(async () => {
      const { viewers } = await client.viewers.find({ name: query });
      setFound({ name: query, viewers });
    });
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') void find(name.trim());
  };
  return (
    <Pane title={texts.title} description={texts.help}>
      <form className={classes.line} role="search" onSubmit={onSubmit}>
        <TextInput
          className={classes.search}
          aria-label={texts.field}
          placeholder={texts.placeholder}
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
          {texts.find}
        </Button>
      </form>
      <Failure message={work.failure} />
      <div aria-live="polite">
        {found && found.viewers.length === 0 && (
          <EmptyState title={texts.none(found.name)}>{texts.noneHelp}</EmptyState>
        )}
        {found && found.viewers.length > 0 && (
          <Table framed label={texts.list(found.name)}>
            <thead>
              <tr>
                <th scope="col">{texts.names}</th>
                <th scope="col">{texts.platform}</th>
                <th scope="col" data-cell="number">
                  {texts.messages}
                </th>
                <th scope="col" data-cell="number">
                  {texts.events}
                </th>
                <th scope="col">{texts.first}</th>
                <th scope="col">{texts.last}</th>
                <th scope="col" aria-label={texts.actions} />
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
