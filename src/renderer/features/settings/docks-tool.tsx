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
        label="Name"
        description="Of your own, to tell docks apart: “beside the chat”, “second screen”."
        value={name}
        onChange={(event) => setName(cutText(event.currentTarget.value, 60))}
      />
      <Button type="submit" variant="filled" disabled={name.trim() === ''}>
        Make an address
      </Button>
    </form>
  );
};

/** The same dock with everything uncovered, as its page reads it from its address. */
const uncovered = (address: string): string => address.replace('#', '?stream-safe=off#');

/** The one time that an address is seen. */
const MadeAddress = ({ made, onDone }: { made: NonNullable<DocksControl['made']>; onDone: () => void }) => {
  const [withNames, setWithNames] = useState(false);
  const address = withNames ? uncovered(made.address) : made.address;
  return (
    <div className={classes.made} role="status">
      <p className={classes.words}>
        The address of “<ForeignText>{made.dock.name}</ForeignText>” is shown only once. In OBS, open Docks ›
        Custom Browser Docks, and enter a name of your own and this address as the URL.
      </p>
      <code className={classes.address}>{address}</code>
      <Switch
        size="sm"
        label="Show names and addresses in it"
        description="Only for a screen that your audience never sees."
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
              {copied ? 'Copied' : 'Copy the address'}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>I have it</Button>
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
        `${countOf(dock.connected, 'page looks', 'pages look')} now`
      ) : dock.seenAt === null ? (
        'not seen since Cuelight started'
      ) : (
        <>
          last seen <RelativeTime at={dock.seenAt} />
        </>
      )}
    </span>
    <Button aria-label={`Take back ${isolate(dock.name)}`} onClick={onRevoke}>
      Take back
    </Button>
  </li>
);

const DockList = ({ control }: { control: DocksControl }) => {
  const { state } = control;
  if (state.status === 'loading') return <LoadingState what="Asking which docks there are" />;
  if (state.status === 'failed') return <Failure message={state.message} />;
  if (state.value.docks.length === 0)
    return (
      <EmptyState title="No dock has an address yet">
        Give one a name above, and put its address into OBS.
      </EmptyState>
    );
  return (
    <ul className={classes.list} aria-label="Docks">
      {state.value.docks.map((dock) => (
        <DockRow key={dock.id} dock={dock} onRevoke={() => void control.revoke(dock.id)} />
      ))}
    </ul>
  );
};

/** Addresses for pages that look and change nothing: docks in OBS, a second screen. Each can be taken back. */
export const DocksTool = () => {
  const control = useDocks();
  const { state, made, refusal, forgetMade } = control;
  return (
    <Pane
      title="Docks"
      description={
        <>
          A dock shows the verdict, the open problems and the chat, inside OBS or on a second screen. It
          cannot change anything.
        </>
      }
    >
      {state.status !== 'failed' && <NewDock control={control} />}
      <Failure message={refusal} />
      {made && <MadeAddress made={made} onDone={forgetMade} />}
      <DockList control={control} />
    </Pane>
  );
};
