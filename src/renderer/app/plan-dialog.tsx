import { Button, Modal } from '@mantine/core';
import { commandVerbs } from '#shared/catalogue/operations/components.ts';
import { isolate } from '#shared/kernel/index.ts';
import type { ActionPlan } from '#shared/model/index.ts';
import { countOf, formatSpan, UNKNOWN } from '../text/format.ts';
import { useCommands, useSystem } from '../stores/stores-context.tsx';
import { ForeignText, KeyHint } from '../ui/index.ts';
import classes from './plan-dialog.module.css';

const texts = {
  until: ' until the restart is done',
  restarts: (count: string) => `Restarts the ${count} in it.`,
  stops: (count: string) => `Stops the ${count} in it.`,
  alsoStops: (titles: string, until: string) => `This also stops ${titles}${until}.`,
  loses: (titles: string, whose: string, until: string) => `${titles} will lose ${whose} connection${until}.`,
  unknownTime: ' · total time unknown',
  aboutTime: (span: string) => ` · about ${span}`,
  about: (span: string) => `about ${span}`,
  unmeasured: 'Not measured yet',
  cancel: 'Cancel',
} as const;

const listOf = (components: readonly { readonly title: string }[]): string => {
  const titles = components.map(({ title }) => isolate(title));
  return titles.length < 2 ? titles.join('') : `${titles.slice(0, -1).join(', ')} and ${titles.at(-1) ?? ''}`;
};

/** Returns the consequences for other components, one sentence each, the worst first. */
const consequencesOf = ({
  action,
  target,
  steps,
  alsoStops,
  losesConnection,
}: ActionPlan): readonly string[] => {
  const until = action === 'restart' ? texts.until : '';
  const own = new Set(steps.map(({ componentId }) => componentId).filter((id) => id !== target));
  for (const { componentId } of alsoStops) own.delete(componentId);
  return [
    ...(own.size > 0
      ? [(action === 'restart' ? texts.restarts : texts.stops)(countOf(own.size, 'component'))]
      : []),
    ...(alsoStops.length > 0 ? [texts.alsoStops(listOf(alsoStops), until)] : []),
    ...(losesConnection.length > 0
      ? [texts.loses(listOf(losesConnection), losesConnection.length === 1 ? 'its' : 'their', until)]
      : []),
  ];
};

const Plan = ({ plan }: { plan: ActionPlan }) => (
  <>
    <ul className={classes.consequences}>
      {consequencesOf(plan).map((words) => (
        <li key={words}>
          <ForeignText>{words}</ForeignText>
        </li>
      ))}
    </ul>
    <details className={classes.order}>
      <summary>
        {countOf(plan.steps.length, 'step', 'steps')}
        {plan.expectedMs === null ? texts.unknownTime : texts.aboutTime(formatSpan(plan.expectedMs))}
      </summary>
      <ol className={classes.steps}>
        {plan.steps.map((step, index) => (
          <li key={`${step.operation}:${step.componentId}`} className={classes.step}>
            <span className={classes.number}>{index + 1}</span>
            <span className={classes.operation}>{step.operation}</span>
            <span className={classes.title}>
              <ForeignText>{step.title}</ForeignText>
            </span>
            <span className={classes.time} title={step.expectedMs === null ? texts.unmeasured : undefined}>
              {step.expectedMs === null ? UNKNOWN : texts.about(formatSpan(step.expectedMs))}
            </span>
          </li>
        ))}
      </ol>
    </details>
  </>
);

/**
 * Asks before a command that affects other components: consequences first, then the steps and their times.
 */
export const PlanDialog = () => {
  const plan = useCommands((state) => state.pending);
  const confirm = useCommands((state) => state.confirm);
  const cancel = useCommands((state) => state.cancel);
  const title = useSystem(
    (state) => (plan && state.components.get(plan.target)?.title) ?? plan?.target ?? '',
  );
  const words = plan ? `${commandVerbs[plan.action]} ${isolate(title)}` : '';
  return (
    <Modal opened={plan !== null} onClose={cancel} title={words}>
      {plan && (
        <>
          <Plan plan={plan} />
          <div className={classes.buttons}>
            <Button onClick={cancel} rightSection={<KeyHint keys={['Esc']} />}>
              {texts.cancel}
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
