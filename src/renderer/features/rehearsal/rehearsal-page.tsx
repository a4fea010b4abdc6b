import { Button, VisuallyHidden } from '@mantine/core';
import { useRehearsal, useStores } from '../../stores/stores-context.tsx';
import { EmptyState, LoadingState, Panel } from '../../ui/index.ts';
import { BrokenNow } from './broken-now.tsx';
import { FaultBoard } from './fault-board.tsx';
import { LedgerList } from './ledger-list.tsx';
import { RecordingsPanel } from './recordings-panel.tsx';
import classes from './rehearsal-page.module.css';
import { ScenarioPanel } from './scenario-panel.tsx';

const HowToRehearse = () => {
  const { mode } = useStores();
  return (
    <Panel title="Nothing is rehearsed now">
      <EmptyState
        title="This is live"
        action={<Button onClick={() => mode.getState().ask('rehearsal')}>Switch to rehearsal…</Button>}
      >
        In a rehearsal Cuelight plays Twitch, Discord and OBS on this machine, so that you can break them on
        purpose and see what happens. From the command line it is begun by <code>--rehearsal</code>.
      </EmptyState>
    </Panel>
  );
};

const SwitchedOff = () => {
  const { commands } = useStores();
  return (
    <Panel title="The rehearsal is switched off">
      <EmptyState
        title="The pretended platforms are stopped"
        action={
          <Button onClick={() => void commands.getState().request('start', 'rehearsal')}>
            Start the rehearsal
          </Button>
        }
      >
        Nothing plays and nothing can be broken until they are started. Every bridge waits for them.
      </EmptyState>
    </Panel>
  );
};

const Rehearsing = () => {
  const state = useRehearsal(({ status }) => status?.state ?? null);
  if (state === null || state === 'stopped') {
    return (
      <div className={classes.column}>
        {state === null ? <HowToRehearse /> : <SwitchedOff />}
        <RecordingsPanel />
      </div>
    );
  }
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        <ScenarioPanel />
        <FaultBoard />
      </div>
      <div className={`${classes.column} ${classes.watch}`}>
        <BrokenNow />
        <LedgerList />
        <RecordingsPanel />
      </div>
    </div>
  );
};

/** Where the show is rehearsed: what plays, what is broken on purpose, and what Cuelight noticed of it. */
export const RehearsalPage = () => {
  const loaded = useRehearsal((state) => state.loaded);
  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">Rehearsal</VisuallyHidden>
      {loaded ? <Rehearsing /> : <LoadingState what="Asking what is rehearsed" />}
    </div>
  );
};
