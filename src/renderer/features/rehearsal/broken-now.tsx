import { rehearsalClearFaults } from '#shared/catalogue/operations/rehearsal.ts';
import { Button } from '@mantine/core';
import { isolate } from '#shared/kernel/index.ts';
import type { Disturbance, RehearsalFaultKind } from '#shared/model/index.ts';
import { faultTitle, optionsInWords, serverTitle } from '../../text/rehearsal-words.ts';
import { useRehearsal } from '../../stores/stores-context.tsx';
import { EmptyState, ForeignText, Panel, RelativeTime } from '../../ui/index.ts';
import classes from './broken-now.module.css';
import { useRehearsalRequest } from './use-rehearsal-request.ts';

const whoWords = { operator: 'by hand', scenario: 'by the scenario' } as const;

const Broken = ({
  disturbance,
  kinds,
}: {
  disturbance: Disturbance;
  kinds: readonly RehearsalFaultKind[];
}) => {
  const { ask, asking, refusal } = useRehearsalRequest();
  const { id, server, at, by, options } = disturbance;
  const title = isolate(faultTitle(kinds, disturbance));
  const told = optionsInWords(options);
  return (
    <li className={classes.item}>
      <div className={classes.words}>
        <p className={classes.title}>
          <ForeignText>{`${serverTitle(server)}: ${title}`}</ForeignText>
        </p>
        <p className={classes.detail}>
          <RelativeTime at={at} />, {whoWords[by]}
          {told !== '' && ` · ${told}`}
        </p>
        {refusal !== null && (
          <p className={classes.refusal} role="alert">
            <ForeignText>{refusal}</ForeignText>
          </p>
        )}
      </div>
      <Button
        loading={asking}
        aria-label={`Mend ${serverTitle(server)}: ${title}`}
        onClick={() => ask(rehearsalClearFaults, { id }, `${serverTitle(server)} is mended: ${title}.`)}
      >
        Mend
      </Button>
    </li>
  );
};

/** What is broken on purpose at this moment, and the way to mend it. */
export const BrokenNow = () => {
  const status = useRehearsal((state) => state.status);
  const { ask, asking, refusal } = useRehearsalRequest();
  if (status === null) return null;
  const broken = status.record.filter(({ until }) => until === null);
  const mendAll = (
    <Button
      loading={asking}
      onClick={() => ask(rehearsalClearFaults, {}, 'Everything that was broken is mended.')}
    >
      Mend all
    </Button>
  );
  return (
    <Panel title="Broken now" padded={false} aside={broken.length > 1 ? mendAll : ''}>
      {broken.length === 0 ? (
        <EmptyState title="Nothing is broken">
          Break something below. What lasts stands here until it is mended.
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {broken.map((disturbance) => (
            <Broken key={disturbance.id} disturbance={disturbance} kinds={status.faults} />
          ))}
        </ul>
      )}
      {refusal !== null && (
        <p className={classes.refusal} role="alert">
          <ForeignText>{refusal}</ForeignText>
        </p>
      )}
    </Panel>
  );
};
