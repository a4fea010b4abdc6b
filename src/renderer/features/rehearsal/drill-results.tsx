import { IconCheck, IconHourglass, IconMinus, IconQuestionMark, IconX, type Icon } from '@tabler/icons-react';
import { isolate } from '#shared/kernel/index.ts';
import type { LedgerEntry, RehearsalFaultKind, RehearsalStatus } from '#shared/model/index.ts';
import { formatExact, formatTimeOfDay } from '../../text/format.ts';
import {
  faultTitle,
  optionsInWords,
  outageInWords,
  serverTitle,
  verdictWords,
} from '../../text/rehearsal-words.ts';
import { useRehearsal, useStores } from '../../stores/stores-context.tsx';
import { useKnownTime } from '../../stores/use-status.ts';
import { EmptyState, ForeignText, Panel } from '../../ui/index.ts';
import classes from './drill-results.module.css';

const MOST_SHOWN = 60;

const texts = {
  title: 'Drill results',
  list: 'Drill results, newest first',
  none: 'No drills yet',
  noneHelp: 'For each drill this shows how soon Cuelight detected the outage, and when it recovered.',
  byScenario: 'by the scenario',
  byHand: 'by hand',
  someBridge: 'A connection',
  asExpected: 'As expected',
  waiting: 'Waiting',
  fault: (server: string, title: string) => `${server}: ${isolate(title)}`,
  unexplained: (title: string) => `${isolate(title)} failed outside a drill`,
  missed: (count: number) => `${count} not detected`,
  unexpected: (count: number) => `${count} unexpected`,
} as const;

const marks: Readonly<Record<LedgerEntry['verdict'], Icon>> = {
  matched: IconCheck,
  awaited: IconHourglass,
  'lived-through': IconMinus,
  unseen: IconX,
  unexplained: IconQuestionMark,
};

const titleOf = ({ disturbance, outage }: LedgerEntry, kinds: readonly RehearsalFaultKind[]): string =>
  disturbance
    ? texts.fault(serverTitle(disturbance.server), faultTitle(kinds, disturbance))
    : texts.unexplained(outage?.title ?? texts.someBridge);

/** Returns who started the drill, and its options. */
const originOf = ({ disturbance }: LedgerEntry): string => {
  if (!disturbance) return '';
  const options = optionsInWords(disturbance.options);
  return ` · ${disturbance.by === 'scenario' ? texts.byScenario : texts.byHand}${options === '' ? '' : ` · ${options}`}`;
};

const Entry = ({ entry, kinds }: { entry: LedgerEntry; kinds: readonly RehearsalFaultKind[] }) => {
  const { navigation } = useStores();
  const now = useKnownTime();
  const { disturbance, outage, verdict } = entry;
  const Mark = marks[verdict];
  const at = disturbance?.at ?? outage?.startedAt ?? 0;
  return (
    <li className={classes.entry}>
      <p className={classes.head}>
        <span className={classes.what}>
          <ForeignText>{titleOf(entry, kinds)}</ForeignText>
        </span>
        <span className={classes.verdict} data-verdict={verdict}>
          <Mark size={16} stroke={1.5} aria-hidden="true" /> {verdictWords[verdict]}
        </span>
      </p>
      <p className={classes.detail}>
        <time className={classes.time} dateTime={new Date(at).toISOString()} title={formatExact(at)}>
          {formatTimeOfDay(at).slice(0, 8)}
        </time>
        {originOf(entry)}
      </p>
      {outage && (
        <p className={classes.detail}>
          {outageInWords(entry, now)}.{' '}
          <button
            type="button"
            className={classes.cause}
            onClick={() => navigation.getState().select({ kind: 'component', id: outage.componentId })}
          >
            <ForeignText>{outage.cause.message}</ForeignText>
          </button>
        </p>
      )}
    </li>
  );
};

const summaryOf = ({ ledger }: RehearsalStatus): string => {
  const count = (verdict: LedgerEntry['verdict']): number =>
    ledger.filter((entry) => entry.verdict === verdict).length;
  const [missed, unexpected] = [count('unseen'), count('unexplained')];
  if (ledger.length === 0) return '';
  if (missed + unexpected === 0) return count('awaited') === 0 ? texts.asExpected : texts.waiting;
  return [
    ...(missed > 0 ? [texts.missed(missed)] : []),
    ...(unexpected > 0 ? [texts.unexpected(unexpected)] : []),
  ].join(' · ');
};

/**
 * Each drill beside the outage that Cuelight detected. The outage ledger does not know about the rehearsal.
 */
export const DrillResults = () => {
  const status = useRehearsal((state) => state.status);
  if (status === null) return null;
  const { ledger, faults } = status;
  return (
    <Panel title={texts.title} padded={false} aside={summaryOf(status)}>
      {ledger.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneHelp}</EmptyState>
      ) : (
        <ol className={classes.list} aria-label={texts.list}>
          {ledger.slice(0, MOST_SHOWN).map((entry) => (
            <Entry key={`${entry.disturbance?.id}:${entry.outage?.id}`} entry={entry} kinds={faults} />
          ))}
        </ol>
      )}
    </Panel>
  );
};
