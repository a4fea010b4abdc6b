import { Button, CopyButton, Switch, TextInput } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import type { Dock } from '#shared/model/index.ts';
import { cutText, isolate } from '#shared/kernel/index.ts';
import { countOf } from '../../text/format.ts';
import { EmptyState, ForeignText, LoadingState, RelativeTime } from '../../ui/index.ts';
import { Failure, Pane } from './data/pane.tsx';
import classes from './docks-tool.module.css';
import { useDocks, type DocksControl } from './use-docks.ts';

const texts = {
  title: 'Docks',
  help: 'A read-only dock with status, problems and chat – inside OBS or on a second screen.',
  name: 'Name',
  nameHelp: 'A name for this dock, such as “beside the chat” or “second screen”.',
  create: 'Create dock link',
  shownOnce:
    'It is shown only once. In OBS, open Docks › Custom Browser Docks. Enter any name, and this link as the URL.',
  uncover: 'Show names and addresses',
  uncoverHelp: 'Only for a screen your audience never sees.',
  copy: 'Copy link',
  copied: 'Copied',
  done: 'Done',
  revoke: 'Revoke',
  notUsed: 'not used since Cuelight started',
  lastUsed: 'last used',
  list: 'Docks',
  loading: 'Loading docks…',
  none: 'No dock links yet',
  noneHelp: 'Name a dock above, and add its link to OBS.',
  openOn: (pages: number) => `open in ${countOf(pages, 'page')}`,
  revokeOne: (name: string) => `Revoke ${isolate(name)}`,
} as const;

const NewDock = ({ control }: { control: DocksControl }) => {
  const [name, setName] = useState('');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await control.create(name)) setName('');
  };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <TextInput
        className={classes.name}
        label={texts.name}
        description={texts.nameHelp}
        value={name}
        onChange={(event) => setName(cutText(event.currentTarget.value, 60))}
      />
      <Button type="submit" variant="filled" disabled={name.trim() === ''}>
        {texts.create}
      </Button>
    </form>
  );
};

/** Returns the link of the same dock with names and addresses shown. */
const uncovered = (address: string): string => address.replace('#', '?stream-safe=off#');

/** A new dock link, which is shown only once. */
const NewLink = ({ made, onDone }: { made: NonNullable<DocksControl['made']>; onDone: () => void }) => {
  const [withNames, setWithNames] = useState(false);
  const address = withNames ? uncovered(made.address) : made.address;
  return (
    <div className={classes.made} role="status">
      <p className={classes.words}>
        Link of “<ForeignText>{made.dock.name}</ForeignText>”. {texts.shownOnce}
      </p>
      <code className={classes.address}>{address}</code>
      <Switch
        size="sm"
        label={texts.uncover}
        description={texts.uncoverHelp}
        checked={withNames}
        onChange={(event) => setWithNames(event.currentTarget.checked)}
      />
      <div className={classes.buttons}>
        <CopyButton value={address} timeout={2_000}>
          {({ copied, copy }) => (
            <Button
              variant="filled"
              leftSection={<IconCopy size={16} stroke={1.5} aria-hidden="true" />}
              onClick={copy}
            >
              {copied ? texts.copied : texts.copy}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{texts.done}</Button>
      </div>
    </div>
  );
};

const DockRow = ({ dock, onRevoke }: { dock: Dock; onRevoke: () => void }) => (
  <li className={classes.row}>
    <span className={classes.dock}>
      <ForeignText>{dock.name}</ForeignText>
    </span>
    <span className={classes.seen}>
      {dock.connected > 0 ? (
        texts.openOn(dock.connected)
      ) : dock.seenAt === null ? (
        texts.notUsed
      ) : (
        <>
          {texts.lastUsed} <RelativeTime at={dock.seenAt} />
        </>
      )}
    </span>
    <Button aria-label={texts.revokeOne(dock.name)} onClick={onRevoke}>
      {texts.revoke}
    </Button>
  </li>
);

const DockList = ({ control }: { control: DocksControl }) => {
  const { state } = control;
  if (state.status === 'loading') return <LoadingState what={texts.loading} />;
  if (state.status === 'failed') return <Failure message={state.message} />;
  if (state.value.docks.length === 0) return <EmptyState title={texts.none}>{texts.noneHelp}</EmptyState>;
  return (
    <ul className={classes.list} aria-label={texts.list}>
      {state.value.docks.map((dock) => (
        <DockRow key={dock.id} dock={dock} onRevoke={() => void control.revoke(dock.id)} />
      ))}
    </ul>
  );
};

/** Links for read-only pages: docks in OBS, a second screen. Each link can be revoked. */
export const DocksTool = () => {
  const control = useDocks();
  const { state, made, refusal, forgetMade } = control;
  return (
    <Pane title={texts.title} description={texts.help}>
      {state.status !== 'failed' && <NewDock control={control} />}
      <Failure message={refusal} />
      {made && <NewLink made={made} onDone={forgetMade} />}
      <DockList control={control} />
    </Pane>
  );
};
