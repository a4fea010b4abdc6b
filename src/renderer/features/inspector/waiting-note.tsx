import { Button } from '@mantine/core';
import { assertNever } from '#shared/kernel/assert-never.ts';
import type { ComponentView } from '#shared/model/index.ts';
import { nextAttemptWords } from '../../text/component-sentence.ts';
import { formatExact } from '../../text/format.ts';
import { useStores, useSystem } from '../../stores/stores-context.tsx';
import { useKnownTime } from '../../stores/use-status.ts';
import { useFaultAction } from '../../stores/use-fault-action.ts';
import { ForeignText } from '../../ui/index.ts';
import classes from './waiting-note.module.css';

const texts = {
  failed: (attempt: number, next: string) => `Attempt ${attempt} failed · ${next}`,
  retry: 'Retry now',
  show: 'Show ',
} as const;

const ShowComponentButton = ({ id }: { id: string }) => {
  const { navigation } = useStores();
  const title = useSystem((state) => state.components.get(id)?.title ?? id);
  return (
    <Button onClick={() => navigation.getState().select({ kind: 'component', id })}>
      {texts.show}
      <ForeignText>{title}</ForeignText>
    </Button>
  );
};

/** The reason why a component that should run does not, with the button that helps; nothing while it runs. */
export const WaitingNote = ({ component }: { component: ComponentView }) => {
  const act = useFaultAction();
  const now = useKnownTime();
  const { waiting, id } = component;
  if (!waiting) return null;
  switch (waiting.for) {
    case 'retry':
      return (
        <div className={classes.note}>
          <span title={formatExact(waiting.nextAttemptAt)}>
            {texts.failed(waiting.attempt, nextAttemptWords(waiting.nextAttemptAt, now))}
          </span>
          <Button onClick={() => void act({ kind: 'retry', label: texts.retry }, id)}>{texts.retry}</Button>
        </div>
      );
    case 'dependency':
      return (
        <div className={classes.note}>
          <span>
            <ForeignText>{waiting.message}</ForeignText>
          </span>
          <ShowComponentButton id={waiting.componentId} />
        </div>
      );
    case 'settings':
    case 'sign-in': {
      const { action } = waiting;
      return (
        <div className={classes.note}>
          <span>
            <ForeignText>{waiting.message}</ForeignText>
          </span>
          {action && (
            <Button variant="filled" onClick={() => void act(action, id)}>
              <ForeignText>{action.label}</ForeignText>
            </Button>
          )}
        </div>
      );
    }
    case 'operator':
      return (
        <div className={classes.note}>
          <ForeignText>{waiting.message}</ForeignText>
        </div>
      );
    default:
      return assertNever(waiting);
  }
};
