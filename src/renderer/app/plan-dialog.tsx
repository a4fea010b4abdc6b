import { Button, Modal } from '@mantine/core';
import type { ActionPlan } from '#shared/model/index.ts';
import { countOf, formatSpan } from '../data/format.ts';
import { useCommands, useSystem } from '../stores/stores-context.tsx';
import { KeyHint } from '../ui/index.ts';
import classes from './plan-dialog.module.css';

const verbs = { start: 'Start', stop: 'Stop', restart: 'Restart' } as const;

/** What becomes of others, in a sentence. */
const leadOf = ({ action, target, steps, goesDark }: ActionPlan): string => {
  if (goesDark.length > 0) {
    const meanwhile = action === 'restart' ? ' meanwhile' : '';
    const parts = countOf(goesDark.length, 'part goes', 'parts go');
    return `${parts} dark${meanwhile}: ${goesDark.map((part) => part.title).join(', ')}.`;
  }
  const others = new Set(steps.map(({ componentId }) => componentId).filter((id) => id !== target)).size;
  return `${countOf(others, 'part', 'parts')} in it ${action === 'restart' ? 'restart' : 'stop'} with it, in this order.`;
};

const Plan = ({ plan }: { plan: ActionPlan }) => (
  <>
    <p className={classes.lead}>{leadOf(plan)}</p>
    <ol className={classes.steps}>
      {plan.steps.map((step, index) => (
        <li key={`${step.operation}:${step.componentId}`} className={classes.step}>
          <span className={classes.number}>{index + 1}</span>
          <span className={classes.operation}>{step.operation}</span>
          <span className={classes.title}>{step.title}</span>
          <span className={classes.time}>
            {step.expectedMs === null ? 'never measured' : `about ${formatSpan(step.expectedMs)}`}
          </span>
        </li>
      ))}
    </ol>
    <p className={classes.total}>
      {plan.expectedMs === null
        ? 'How long it takes in all is not known yet.'
        : `In all about ${formatSpan(plan.expectedMs)}.`}
    </p>
  </>
);

/** Asks before a command that leaves others without something they need: what happens, in which order, how long. */
export const PlanDialog = () => {
  const plan = useCommands((state) => state.pending);
  const confirm = useCommands((state) => state.confirm);
  const cancel = useCommands((state) => state.cancel);
  const title = useSystem(
    (state) => (plan && state.components.get(plan.target)?.title) ?? plan?.target ?? '',
  );
  const words = plan ? `${verbs[plan.action]} ${title}` : '';
  return (
    <Modal opened={plan !== null} onClose={cancel} title={words}>
      {plan && (
        <>
          <Plan plan={plan} />
          <div className={classes.buttons}>
            <Button onClick={cancel} rightSection={<KeyHint keys={['Esc']} />}>
              Keep it as it is
            </Button>
            <Button variant="filled" data-autofocus onClick={() => void confirm()}>
              {words}
            </Button>
          </div>
        </>
      )}
    </Modal>
  );
};
