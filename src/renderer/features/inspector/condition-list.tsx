import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Condition } from '#shared/model/index.ts';
import type { HealthLevel } from '#shared/model/index.ts';
import { useSystem } from '../../stores/stores-context.tsx';
import { useFaultAction } from '../../stores/use-fault-action.ts';
import { ForeignText, Lamp, RelativeTime } from '../../ui/index.ts';
import { conditionTitle } from '../../text/condition-words.ts';
import classes from './condition-list.module.css';

const levelOf = ({ status, severity }: Condition): HealthLevel => {
  if (status === 'true') return 'healthy';
  return status === 'unknown' ? 'unknown' : severity;
};

const ConditionButton = ({ action }: { action: NonNullable<Condition['action']> }) => {
  const act = useFaultAction();
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    await act(action, null);
    setBusy(false);
  };
  return (
    <Button loading={busy} onClick={() => void run()}>
      <ForeignText>{action.label}</ForeignText>
    </Button>
  );
};

/** Each checked claim with its answer, the sentence, since when, and when it was last checked. */
export const ConditionList = ({ conditions }: { conditions: readonly Condition[] }) => {
  const components = useSystem((state) => state.components);
  // The conditions of a group are its parts, each under its id.
  const titleOf = (type: string): string => components.get(type)?.title ?? conditionTitle(type);
  if (conditions.length === 0) {
    return (
      <p className={classes.none}>
        Nothing was checked yet, so its health is not known from checks of its own.
      </p>
    );
  }
  return (
    <ul className={classes.list}>
      {conditions.map((condition) => (
        <li key={condition.type} className={classes.condition}>
          <Lamp level={levelOf(condition)} />
          <div className={classes.words}>
            <div className={classes.head}>
              <span className={classes.type}>
                <ForeignText>{titleOf(condition.type)}</ForeignText>
              </span>
              <span className={classes.reason}>
                <ForeignText>{condition.reason}</ForeignText>
              </span>
            </div>
            <div>
              <ForeignText>{condition.message}</ForeignText>
            </div>
            {condition.action && <ConditionButton action={condition.action} />}
            <div className={classes.times}>
              since <RelativeTime at={condition.since} />, checked <RelativeTime at={condition.checkedAt} />
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
};
