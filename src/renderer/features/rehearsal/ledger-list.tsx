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
import { EmptyState, ForeignText, Panel, useNow } from '../../ui/index.ts';
import classes from './ledger-list.module.css';

const MOST_SHOWN = 60;

const marks: Readonly<Record<LedgerEntry['verdict'], Icon>> = {
  matched: IconCheck,
  awaited: IconHourglass,
  'lived-through': IconMinus,
  unseen: IconX,
  unexplained: IconQuestionMark,
};

const whatWords = ({ disturbance, outage }: LedgerEntry, kinds: readonly RehearsalFaultKind[]): string =>
  disturbance
    ? `${serverTitle(disturbance.server)}: ${isolate(faultTitle(kinds, disturbance))}`
    : `${isolate(outage?.title ?? 'A bridge')} went away by itself`;

/** `10:12:04`, by the scenario or by hand, and with which options. */
const byWords = ({ disturbance }: LedgerEntry): string => {
  if (!disturbance) return '';
  const options = optionsInWords(disturbance.options);
  return ` · ${disturbance.by === 'scenario' ? 'by the scenario' : 'by hand'}${options === '' ? '' : ` · ${options}`}`;
};

const Entry = ({ entry, kinds }: { entry: LedgerEntry; kinds: readonly RehearsalFaultKind[] }) => {
  const { navigation } = useStores();
  const now = useNow();
  const { disturbance, outage, verdict } = entry;
  const Mark = marks[verdict];
  const at = disturbance?.at ?? outage?.startedAt ?? 0;
  return (
    <li className={classes.entry}>
      <p className={classes.head}>
        <span className={classes.what}>
          <ForeignText>{whatWords(entry, kinds)}</ForeignText>
        </span>
        <span className={classes.verdict} data-verdict={verdict}>
          <Mark size={16} stroke={1.5} aria-hidden="true" /> {verdictWords[verdict]}
        </span>
      </p>
      <p className={classes.detail}>
        <time className={classes.time} dateTime={new Date(at).toISOString()} title={formatExact(at)}>
          {formatTimeOfDay(at).slice(0, 8)}
        </time>
        {byWords(entry)}
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
  const [missing, strange] = [count('unseen'), count('unexplained')];
  if (ledger.length === 0) return '';
  if (missing + strange === 0) return count('awaited') === 0 ? 'the two agree' : 'waiting';
  return [
    ...(missing > 0 ? [`${missing} not noticed`] : []),
    ...(strange > 0 ? [`${strange} that nobody broke`] : []),
  ].join(' · ');
};

/** What was broken beside what the outage ledger has of it, which knows nothing of the rehearsal. */
export const LedgerList = () => {
  const status = useRehearsal((state) => state.status);
  if (status === null) return null;
  const { ledger, faults } = status;
  return (
    <Panel title="Broken, and noticed" padded={false} aside={summaryOf(status)}>
      {ledger.length === 0 ? (
        <EmptyState title="Nothing has been broken yet">
          Each fault is listed here beside the outage that Cuelight noticed: how soon, and when it was over.
        </EmptyState>
      ) : (
        <ol className={classes.list} aria-label="Record and outage ledger, newest first">
          {ledger.slice(0, MOST_SHOWN).map((entry) => (
            <Entry key={`${entry.disturbance?.id}:${entry.outage?.id}`} entry={entry} kinds={faults} />
          ))}
        </ol>
      )}
    </Panel>
  );
};
