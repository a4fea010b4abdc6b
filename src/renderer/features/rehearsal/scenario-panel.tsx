import { rehearsalControl } from '#shared/catalogue/operations/rehearsal.ts';
import { Button, Select } from '@mantine/core';
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerTrackNext,
} from '@tabler/icons-react';
import { isolate } from '#shared/kernel/index.ts';
import type { RehearsalStatus } from '#shared/model/index.ts';
import { formatPlayTime, positionAt, stateWords } from '../../text/rehearsal-words.ts';
import { useRehearsal } from '../../stores/stores-context.tsx';
import { useKnownTime } from '../../stores/use-status.ts';
import { ForeignText, Panel } from '../../ui/index.ts';
import classes from './scenario-panel.module.css';
import { useRehearsalRequest } from './use-rehearsal-request.ts';

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;
const speeds = [1, 2, 5, 10, 20, 50, 100];

const texts = {
  title: 'Scenario',
  playing: 'Now playing',
  speed: 'Speed',
  ended: 'Scenario ended',
  notStarted: 'Not started',
  progress: 'Scenario progress',
  resume: 'Resume',
  pause: 'Pause',
  step: 'Step',
  restart: 'Restart',
  stepHelp: 'Pause to step through.',
  origin: { shipped: 'Included with Cuelight', recorded: 'Recorded here' },
  position: (at: string, length: string) => `${at} of ${length}`,
  run: (run: number) => ` · run ${run}`,
} as const;

const choicesOf = ({ scenarios }: RehearsalStatus) =>
  (['shipped', 'recorded'] as const).flatMap((origin) => {
    const items = scenarios
      .filter((each) => each.origin === origin)
      .map(({ id, title }) => ({ value: id, label: isolate(title) }));
    return items.length === 0 ? [] : [{ group: texts.origin[origin], items }];
  });

const Progress = ({ status, receivedAt }: { status: RehearsalStatus; receivedAt: number }) => {
  const now = useKnownTime();
  const position = positionAt(status, receivedAt, now);
  const { act, durationMs, run } = status;
  const clock = texts.position(formatPlayTime(position), formatPlayTime(durationMs));
  return (
    <div className={classes.place}>
      <p className={classes.act}>
        <span>
          <ForeignText>
            {act?.title ?? (status.state === 'ended' ? texts.ended : texts.notStarted)}
          </ForeignText>
        </span>
        <span className={classes.clock}>
          {clock}
          {run > 1 && texts.run(run)}
        </span>
      </p>
      <progress
        className={classes.progress}
        value={Math.round(position)}
        max={Math.max(1, durationMs)}
        aria-label={texts.progress}
        aria-valuetext={clock}
      />
    </div>
  );
};

/** The scenario that plays, its progress, and its controls. */
export const ScenarioPanel = () => {
  const status = useRehearsal((state) => state.status);
  const receivedAt = useRehearsal((state) => state.receivedAt);
  const { ask, refusal } = useRehearsalRequest();
  if (status === null) return null;
  const { scenario, state, speed } = status;
  const paused = state === 'paused';
  const speedChoices = [...new Set([...speeds, speed])]
    .toSorted((left, right) => left - right)
    .map((each) => ({ value: String(each), label: `×${each}` }));
  return (
    <Panel title={texts.title} aside={stateWords[state]}>
      <div className={classes.panel}>
        <div className={classes.choices}>
          <Select
            className={classes.scenario}
            label={texts.playing}
            data={choicesOf(status)}
            value={scenario.id}
            allowDeselect={false}
            onChange={(id) => id !== null && ask(rehearsalControl, { scenario: id })}
          />
          <Select
            className={classes.speed}
            label={texts.speed}
            data={speedChoices}
            value={String(speed)}
            allowDeselect={false}
            onChange={(next) => next !== null && ask(rehearsalControl, { speed: Number(next) })}
          />
        </div>
        <p className={classes.description}>
          <ForeignText>{scenario.description}</ForeignText>
        </p>
        <Progress status={status} receivedAt={receivedAt} />
        <div className={classes.buttons}>
          {paused ? (
            <Button
              leftSection={<IconPlayerPlay {...icon} />}
              onClick={() => ask(rehearsalControl, { action: 'resume' })}
            >
              {texts.resume}
            </Button>
          ) : (
            <Button
              leftSection={<IconPlayerPause {...icon} />}
              disabled={state !== 'playing'}
              onClick={() => ask(rehearsalControl, { action: 'pause' })}
            >
              {texts.pause}
            </Button>
          )}
          <Button
            leftSection={<IconPlayerTrackNext {...icon} />}
            disabled={!paused}
            onClick={() => ask(rehearsalControl, { action: 'step' })}
          >
            {texts.step}
          </Button>
          <Button
            leftSection={<IconPlayerSkipBack {...icon} />}
            onClick={() => ask(rehearsalControl, { action: 'restart' })}
          >
            {texts.restart}
          </Button>
          {!paused && state === 'playing' && <span className={classes.hint}>{texts.stepHelp}</span>}
        </div>
        {refusal !== null && (
          <p className={classes.refusal} role="alert">
            <ForeignText>{refusal}</ForeignText>
          </p>
        )}
      </div>
    </Panel>
  );
};
