import { IconCheck, IconHourglass, IconMinus, IconQuestionMark, IconX, type Icon } from '@tabler/icons-react';
import type { LedgerEntry, RehearsalFaultKind } from '#shared/model/index.ts';
import { formatTimeOfDay } from '../../data/format.ts';
import {
  faultTitle,
  optionsInWords,
  outageInWords,
  serverWords,
  verdictWords,
} from '../../data/rehearsal-words.ts';
import { useRehearsal, useStores } from '../../stores/stores-context.tsx';
import { EmptyState, Panel, useNow } from '../../ui/index.ts';
import classes from './ledger-table.module.css';

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
    ? `${serverWords[disturbance.server]}: ${faultTitle(kinds, disturbance)}`
    : `${outage?.title ?? 'A bridge'} went away by itself`;

const Row = ({ entry, kinds }: { entry: LedgerEntry; kinds: readonly RehearsalFaultKind[] }) => {
  const { navigation } = useStores();
  const now = useNow();
  const { disturbance, outage, verdict } = entry;
  const Mark = marks[verdict];
  const options = disturbance ? optionsInWords(disturbance.options) : '';
  return (
    <tr>
      <td className={classes.time}>{formatTimeOfDay(disturbance?.at ?? outage?.startedAt ?? 0)}</td>
      <th scope="row">
        {whatWords(entry, kinds)}
        {options !== '' && <span className={classes.options}> · {options}</span>}
      </th>
      <td>{disturbance?.by === 'scenario' ? 'scenario' : disturbance ? 'hand' : ''}</td>
      <td>
        <span className={classes.verdict} data-verdict={verdict}>
          <Mark size={16} stroke={1.5} aria-hidden="true" /> {verdictWords[verdict]}
        </span>
      </td>
      <td>{outageInWords(entry, now)}</td>
      <td className={classes.sentence} title={outage?.cause.message}>
        {outage && (
          <button
            type="button"
            className={classes.name}
            onClick={() => navigation.getState().select({ kind: 'component', id: outage.componentId })}
          >
            {outage.cause.message}
          </button>
        )}
      </td>
    </tr>
  );
};

/** What was broken beside what the outage ledger has of it, which knows nothing of the rehearsal. */
export const LedgerTable = () => {
  const status = useRehearsal((state) => state.status);
  if (status === null) return null;
  const { ledger, faults } = status;
  const missing = ledger.filter(({ verdict }) => verdict === 'unseen').length;
  const strange = ledger.filter(({ verdict }) => verdict === 'unexplained').length;
  const summary =
    ledger.length === 0
      ? ''
      : missing + strange === 0
        ? 'the two agree'
        : `${missing} not in the ledger · ${strange} that nobody caused`;
  return (
    <Panel title="What was broken, and what the outage ledger says" padded={false} aside={summary}>
      {ledger.length === 0 ? (
        <EmptyState title="Nothing has been broken yet">
          Each fault is listed here beside the outage that Cuelight noticed, how soon, and when it was over.
        </EmptyState>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table} aria-label="Record and outage ledger">
            <thead>
              <tr>
                <th scope="col">Time</th>
                <th scope="col">Broken</th>
                <th scope="col">By</th>
                <th scope="col">Ledger</th>
                <th scope="col">Noticed and mended</th>
                <th scope="col">Cause, as the bridge saw it</th>
              </tr>
            </thead>
            <tbody>
              {ledger.slice(0, MOST_SHOWN).map((entry) => (
                <Row key={`${entry.disturbance?.id}:${entry.outage?.id}`} entry={entry} kinds={faults} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
};
