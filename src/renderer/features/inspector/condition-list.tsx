import { Button } from '@mantine/core';
import { useState } from 'react';
import { isolate } from '#shared/kernel/index.ts';
import type { Condition } from '#shared/model/index.ts';
import type { HealthLevel } from '#shared/model/index.ts';
import { useSystem } from '../../stores/stores-context.tsx';
import { useFaultAction } from '../../stores/use-fault-action.ts';
import { ForeignText, Lamp, RelativeTime } from '../../ui/index.ts';
import { conditionTitle } from '../../text/condition-words.ts';
import classes from './condition-list.module.css';

const texts = {
  unchecked: 'Not checked yet.',
  since: 'since ',
  checked: 'checked ',
} as const;

const levelOf = ({ status, severity }: Condition): HealthLevel => {
  if (status === 'true') return 'healthy';
  return status === 'unknown' ? 'unknown' : severity;
};

const checkWords = { true: 'Passing', false: 'Failing', unknown: 'Unknown' } as const;

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

/** Each check with its result, when the result last changed, and when it was last checked. */
export const ConditionList = ({ conditions }: { conditions: readonly Condition[] }) => {
  const components = useSystem((state) => state.components);
  // The conditions of an orchestrator are its components, each under its id.
  const titleOf = (type: string): string => components.get(type)?.title ?? conditionTitle(type);
  if (conditions.length === 0) {
    return <p className={classes.none}>{texts.unchecked}</p>;
  }
  return (
    <ul className={classes.list}>
      {conditions.map((condition) => (
        <li key={condition.type} className={classes.condition}>
          <Lamp level={levelOf(condition)} says={checkWords[condition.status]} />
          <div className={classes.words}>
            <div className={classes.type} title={isolate(condition.reason)}>
              <ForeignText>{titleOf(condition.type)}</ForeignText>
            </div>
            <div>
              <ForeignText>{condition.message}</ForeignText>
            </div>
            {condition.action && <ConditionButton action={condition.action} />}
            <div className={classes.times}>
              {condition.status !== 'true' && (
                <>
                  {texts.since}
                  <RelativeTime at={condition.since} />
                  {' · '}
                </>
              )}
              {texts.checked}
              <RelativeTime at={condition.checkedAt} />
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
};
