import { Button } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop, IconRefresh, IconStethoscope } from '@tabler/icons-react';
import { useState } from 'react';
import { commandVerbs } from '#shared/catalogue/operations/components.ts';
import type { CommandAction, ComponentView } from '#shared/model/index.ts';
import { formatSpan } from '../../text/format.ts';
import type { CommandStatus } from '../../stores/commands-store.ts';
import { useCommands, useStores } from '../../stores/stores-context.tsx';
import { useFaultAction } from '../../stores/use-fault-action.ts';
import { ForeignText, RelativeTime, useNow } from '../../ui/index.ts';
import classes from './inspector-actions.module.css';

const doing = { start: 'Starting', stop: 'Stopping', restart: 'Restarting' } as const;
const done = { start: 'Started', stop: 'Stopped', restart: 'Restarted' } as const;
const ends = { 'timed-out': 'took too long', failed: 'failed' } as const;

const texts = {
  running: (action: CommandAction, span: string) => `${doing[action]}… (${span})`,
  end: (action: CommandAction, phase: CommandStatus['phase']) =>
    phase === 'timed-out' || phase === 'failed' ? `${commandVerbs[action]} ${ends[phase]}` : done[action],
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  check: 'Check now',
} as const;

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

/** The progress of the last command. Reports success only after it was observed. */
const CommandLine = ({ record }: { record: CommandStatus }) => {
  const now = useNow();
  const { action, phase, startedAt, message } = record;
  return (
    <output className={classes.outcome} data-phase={phase}>
      {phase === 'accepted' ? (
        texts.running(action, formatSpan(Math.max(0, now - startedAt)))
      ) : (
        <>
          {texts.end(action, phase)} <RelativeTime at={startedAt} />
          {phase !== 'settled' && message !== null && (
            <>
              {': '}
              <ForeignText>{message}</ForeignText>
            </>
          )}
        </>
      )}
    </output>
  );
};

/** Start, stop, restart and check, with the progress of the last command under the buttons. */
export const InspectorActions = ({ component }: { component: ComponentView }) => {
  const { commands } = useStores();
  const { id, desired } = component;
  const record = useCommands((state) => state.byTarget.get(id));
  const act = useFaultAction();
  const [checking, setChecking] = useState(false);
  const busy = record?.phase === 'accepted';
  const running = desired === 'running';
  // Not disabled: that would take the focus from keyboard users.
  const waits = busy ? { 'aria-disabled': true, 'data-disabled': true } : {};
  const request = (action: 'start' | 'stop' | 'restart'): void => {
    if (!busy) void commands.getState().request(action, id);
  };
  const check = async (): Promise<void> => {
    setChecking(true);
    await act({ kind: 'retry', label: texts.check }, id);
    setChecking(false);
  };
  return (
    <>
      <div className={classes.actions}>
        {running && (
          <Button {...waits} leftSection={<IconRefresh {...icon} />} onClick={() => request('restart')}>
            {texts.restart}
          </Button>
        )}
        <Button
          {...waits}
          variant={running ? 'default' : 'filled'}
          leftSection={running ? <IconPlayerStop {...icon} /> : <IconPlayerPlay {...icon} />}
          onClick={() => request(running ? 'stop' : 'start')}
        >
          {running ? texts.stop : texts.start}
        </Button>
        <Button loading={checking} leftSection={<IconStethoscope {...icon} />} onClick={() => void check()}>
          {texts.check}
        </Button>
      </div>
      {record && <CommandLine record={record} />}
    </>
  );
};
