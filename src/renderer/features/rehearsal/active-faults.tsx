import { rehearsalClearFaults } from '#shared/catalogue/operations/rehearsal.ts';
import { Button } from '@mantine/core';
import { isolate } from '#shared/kernel/index.ts';
import type { Disturbance, RehearsalFaultKind } from '#shared/model/index.ts';
import { faultTitle, optionsInWords, serverTitle } from '../../text/rehearsal-words.ts';
import { useRehearsal } from '../../stores/stores-context.tsx';
import { EmptyState, ForeignText, Panel, RelativeTime } from '../../ui/index.ts';
import classes from './active-faults.module.css';
import { useRehearsalRequest } from './use-rehearsal-request.ts';

const texts = {
  title: 'Active faults',
  none: 'No active faults',
  noneHelp: 'Start a drill. Its fault stays listed here until it is fixed.',
  fix: 'Fix',
  fixAll: 'Fix all',
  allFixed: 'All faults cleared.',
  by: { operator: 'by hand', scenario: 'by the scenario' },
  fault: (server: string, title: string) => `${server}: ${isolate(title)}`,
  fixOne: (server: string, title: string) => `Fix ${isolate(server)}: ${isolate(title)}`,
  fixed: (server: string, title: string) => `Fault cleared: ${isolate(title)} (${isolate(server)})`,
} as const;

const ActiveFault = ({
  disturbance,
  kinds,
}: {
  disturbance: Disturbance;
  kinds: readonly RehearsalFaultKind[];
}) => {
  const { ask, asking, refusal } = useRehearsalRequest();
  const { id, server, at, by, options } = disturbance;
  const title = faultTitle(kinds, disturbance);
  const optionsText = optionsInWords(options);
  return (
    <li className={classes.item}>
      <div className={classes.words}>
        <p className={classes.title}>
          <ForeignText>{texts.fault(serverTitle(server), title)}</ForeignText>
        </p>
        <p className={classes.detail}>
          <RelativeTime at={at} />, {texts.by[by]}
          {optionsText !== '' && ` · ${optionsText}`}
        </p>
        {refusal !== null && (
          <p className={classes.refusal} role="alert">
            <ForeignText>{refusal}</ForeignText>
          </p>
        )}
      </div>
      <Button
        loading={asking}
        aria-label={texts.fixOne(serverTitle(server), title)}
        onClick={() => ask(rehearsalClearFaults, { id }, texts.fixed(serverTitle(server), title))}
      >
        {texts.fix}
      </Button>
    </li>
  );
};

/** The active faults of drills and scenarios, each with a button that fixes it. */
export const ActiveFaults = () => {
  const status = useRehearsal((state) => state.status);
  const { ask, asking, refusal } = useRehearsalRequest();
  if (status === null) return null;
  const active = status.record.filter(({ until }) => until === null);
  const fixAll = (
    <Button loading={asking} onClick={() => ask(rehearsalClearFaults, {}, texts.allFixed)}>
      {texts.fixAll}
    </Button>
  );
  return (
    <Panel title={texts.title} padded={false} aside={active.length > 1 ? fixAll : ''}>
      {active.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneHelp}</EmptyState>
      ) : (
        <ul className={classes.list}>
          {active.map((disturbance) => (
            <ActiveFault key={disturbance.id} disturbance={disturbance} kinds={status.faults} />
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
