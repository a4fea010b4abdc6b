import { Button, VisuallyHidden } from '@mantine/core';
import { useRehearsal, useStores } from '../../stores/stores-context.tsx';
import { EmptyState, LoadingState, Panel } from '../../ui/index.ts';
import { ActiveFaults } from './active-faults.tsx';
import { FaultBoard } from './fault-board.tsx';
import { DrillResults } from './drill-results.tsx';
import { RecordingsPanel } from './recordings-panel.tsx';
import classes from './rehearsal-page.module.css';
import { ScenarioPanel } from './scenario-panel.tsx';

const texts = {
  loading: 'Loading rehearsal…',
  off: 'Rehearsal is off',
  live: "You're in live mode",
  liveHelp:
    'In rehearsal, Cuelight simulates Twitch, Discord and OBS on this PC, so you can break them on purpose and see what happens. From the command line, start it with',
  rehearse: 'Switch to rehearsal…',
  stopped: 'Rehearsal is stopped',
  stoppedTitle: 'The simulated platforms are stopped',
  stoppedHelp: 'Start them to play a scenario or run a drill. Every connection is waiting for them.',
  start: 'Start rehearsal',
} as const;

const LiveNow = () => {
  const { mode } = useStores();
  return (
    <Panel title={texts.off}>
      <EmptyState
        title={texts.live}
        action={<Button onClick={() => mode.getState().ask('rehearsal')}>{texts.rehearse}</Button>}
      >
        {texts.liveHelp} <code>--rehearsal</code>.
      </EmptyState>
    </Panel>
  );
};

const Stopped = () => {
  const { commands } = useStores();
  return (
    <Panel title={texts.stopped}>
      <EmptyState
        title={texts.stoppedTitle}
        action={
          <Button onClick={() => void commands.getState().request('start', 'rehearsal')}>
            {texts.start}
          </Button>
        }
      >
        {texts.stoppedHelp}
      </EmptyState>
    </Panel>
  );
};

const Rehearsing = () => {
  const state = useRehearsal(({ status }) => status?.state ?? null);
  if (state === null || state === 'stopped') {
    return (
      <div className={classes.column}>
        {state === null ? <LiveNow /> : <Stopped />}
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
        <ActiveFaults />
        <DrillResults />
        <RecordingsPanel />
      </div>
    </div>
  );
};

/** The rehearsal: the scenario, the drills, and how Cuelight handled them. */
export const RehearsalPage = () => {
  const loaded = useRehearsal((state) => state.loaded);
  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">Rehearsal</VisuallyHidden>
      {loaded ? <Rehearsing /> : <LoadingState what={texts.loading} />}
    </div>
  );
};
