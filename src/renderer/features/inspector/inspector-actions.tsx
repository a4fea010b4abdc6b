import { Button } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop, IconRefresh, IconStethoscope } from '@tabler/icons-react';
import { useState } from 'react';
import { commandVerbs } from '#shared/catalogue/operations/components.ts';
import type { ComponentView } from '#shared/model/index.ts';
import { formatSpan } from '../../text/format.ts';
import type { CommandStatus } from '../../stores/commands-store.ts';
import { useCommands, useStores } from '../../stores/stores-context.tsx';
import { useFaultAction } from '../../stores/use-fault-action.ts';
import { ForeignText, RelativeTime, useNow } from '../../ui/index.ts';
import classes from './inspector-actions.module.css';

const doing = { start: 'Starting', stop: 'Stopping', restart: 'Restarting' } as const;
const ends = { settled: 'settled', 'timed-out': 'did not settle in time', failed: 'failed' } as const;

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

/** How the last command went, in words that never run ahead of what was observed. */
const CommandLine = ({ record }: { record: CommandStatus }) => {
  const now = useNow();
  const { action, phase, startedAt, message } = record;
  return (
    <output className={classes.outcome} data-phase={phase}>
      {phase === 'accepted' ? (
        <>
          {doing[action]}: accepted, waiting for it to settle ({formatSpan(Math.max(0, now - startedAt))})
        </>
      ) : (
        <>
          {commandVerbs[action]} {ends[phase]} <RelativeTime at={startedAt} />:{' '}
          <ForeignText>{message ?? ''}</ForeignText>
        </>
      )}
    </output>
  );
};

/** Start, stop, restart and check; what each command led to stands under the buttons. */
export const InspectorActions = ({ component }: { component: ComponentView }) => {
  const { commands } = useStores();
  const { id, wanted } = component;
  const record = useCommands((state) => state.byTarget.get(id));
  const act = useFaultAction();
  const [checking, setChecking] = useState(false);
  const busy = record?.phase === 'accepted';
  const running = wanted === 'running';
  // Not switched off as such, which would take the focus from who works by key.
  const waits = busy ? { 'aria-disabled': true, 'data-disabled': true } : {};
  const request = (action: 'start' | 'stop' | 'restart'): void => {
    if (!busy) void commands.getState().request(action, id);
  };
  const check = async (): Promise<void> => {
    setChecking(true);
    await act({ kind: 'retry', label: 'Check now' }, id);
    setChecking(false);
  };
  return (
    <>
      <div className={classes.actions}>
        {running && (
          <Button {...waits} leftSection={<IconRefresh {...icon} />} onClick={() => request('restart')}>
            Restart
          </Button>
        )}
        <Button
          {...waits}
          variant={running ? 'default' : 'filled'}
          leftSection={running ? <IconPlayerStop {...icon} /> : <IconPlayerPlay {...icon} />}
          onClick={() => request(running ? 'stop' : 'start')}
        >
          {running ? 'Stop' : 'Start'}
        </Button>
        <Button loading={checking} leftSection={<IconStethoscope {...icon} />} onClick={() => void check()}>
          Check now
        </Button>
      </div>
      {record && <CommandLine record={record} />}
    </>
  );
};
