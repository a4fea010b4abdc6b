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
import { ForeignText, Panel, useNow } from '../../ui/index.ts';
import classes from './scenario-panel.module.css';
import { useRehearsalRequest } from './use-rehearsal-request.ts';

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;
const speeds = [1, 2, 5, 10, 20, 50, 100];

const originWords = { shipped: 'Comes with Cuelight', recorded: 'Recorded here' } as const;

const choicesOf = ({ scenarios }: RehearsalStatus) =>
  (['shipped', 'recorded'] as const).flatMap((origin) => {
    const items = scenarios
      .filter((each) => each.origin === origin)
      .map(({ id, title }) => ({ value: id, label: isolate(title) }));
    return items.length === 0 ? [] : [{ group: originWords[origin], items }];
  });

const Place = ({ status, toldAt }: { status: RehearsalStatus; toldAt: number }) => {
  const now = useNow();
  const position = positionAt(status, toldAt, now);
  const { act, durationMs, run } = status;
  const clock = `${formatPlayTime(position)} of ${formatPlayTime(durationMs)}`;
  return (
    <div className={classes.place}>
      <p className={classes.act}>
        <span>
          <ForeignText>
            {act?.title ?? (status.state === 'ended' ? 'The scenario has ended' : 'Before the curtain')}
          </ForeignText>
        </span>
        <span className={classes.clock}>
          {clock}
          {run > 1 && ` · run ${run}`}
        </span>
      </p>
      <progress
        className={classes.progress}
        value={Math.round(position)}
        max={Math.max(1, durationMs)}
        aria-label="How far the scenario is"
        aria-valuetext={clock}
      />
    </div>
  );
};

/** What plays, how far it is, and the levers to steer it. */
export const ScenarioPanel = () => {
  const status = useRehearsal((state) => state.status);
  const toldAt = useRehearsal((state) => state.toldAt);
  const { ask, refusal } = useRehearsalRequest();
  if (status === null) return null;
  const { scenario, state, speed } = status;
  const paused = state === 'paused';
  const speedChoices = [...new Set([...speeds, speed])]
    .toSorted((left, right) => left - right)
    .map((each) => ({ value: String(each), label: `×${each}` }));
  return (
    <Panel title="Scenario" aside={stateWords[state]}>
      <div className={classes.panel}>
        <div className={classes.choices}>
          <Select
            className={classes.scenario}
            label="What plays"
            data={choicesOf(status)}
            value={scenario.id}
            allowDeselect={false}
            onChange={(id) => id !== null && ask(rehearsalControl, { scenario: id })}
          />
          <Select
            className={classes.speed}
            label="Speed"
            data={speedChoices}
            value={String(speed)}
            allowDeselect={false}
            onChange={(next) => next !== null && ask(rehearsalControl, { speed: Number(next) })}
          />
        </div>
        <p className={classes.description}>
          <ForeignText>{scenario.description}</ForeignText>
        </p>
        <Place status={status} toldAt={toldAt} />
        <div className={classes.buttons}>
          {paused ? (
            <Button
              leftSection={<IconPlayerPlay {...icon} />}
              onClick={() => ask(rehearsalControl, { action: 'resume' })}
            >
              Resume
            </Button>
          ) : (
            <Button
              leftSection={<IconPlayerPause {...icon} />}
              disabled={state !== 'playing'}
              onClick={() => ask(rehearsalControl, { action: 'pause' })}
            >
              Pause
            </Button>
          )}
          <Button
            leftSection={<IconPlayerTrackNext {...icon} />}
            disabled={!paused}
            onClick={() => ask(rehearsalControl, { action: 'step' })}
          >
            Step
          </Button>
          <Button
            leftSection={<IconPlayerSkipBack {...icon} />}
            onClick={() => ask(rehearsalControl, { action: 'restart' })}
          >
            Restart
          </Button>
          {!paused && state === 'playing' && <span className={classes.hint}>Pause to go step by step.</span>}
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
