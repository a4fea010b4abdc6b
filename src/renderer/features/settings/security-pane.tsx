import { Button } from '@mantine/core';
import { securityCheck } from '#shared/catalogue/operations/program.ts';
import { securityOutcomes, type SecurityItem, type SecurityOutcome } from '#shared/model/index.ts';
import { runOperation } from '../../client/run-operation.ts';
import type { LampLevel } from '../../model/health.ts';
import { useHostQuery, useQueries } from '../../queries/use-host-query.ts';
import { useClient } from '../../stores/stores-context.tsx';
import { EmptyState, ForeignText, Lamp, LoadingState, RelativeTime } from '../../ui/index.ts';
import { Failure, Pane } from './data/pane.tsx';
import { useWork } from './data/use-work.ts';
import classes from './security-pane.module.css';

const texts = {
  title: 'Security',
  help: 'After each start, Cuelight tries its own guards against Electron’s security checklist.',
  check: 'Check again',
  checked: 'checked',
  list: 'Security checklist',
  loading: 'Loading the security check…',
  none: 'Not checked yet',
  noneHelp: 'The check runs a few seconds after the window opens.',
} as const;

/** Milliseconds between reads of the last check. */
const refreshMs = 5_000;

const outcomes: Readonly<Record<SecurityOutcome, { readonly level: LampLevel; readonly word: string }>> = {
  failed: { level: 'unhealthy', word: 'Failed' },
  unknown: { level: 'unknown', word: 'Unknown' },
  proved: { level: 'healthy', word: 'Proved' },
  'not-applicable': { level: 'off', word: 'Not applicable' },
};

/** Returns the number of items by result, problems first: "1 failed · 17 proved". */
const summaryOf = (items: readonly SecurityItem[]): string =>
  securityOutcomes
    .map((outcome) => ({
      word: outcomes[outcome].word.toLowerCase(),
      count: items.filter((item) => item.outcome === outcome).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`)
    .join(' · ');

const ItemRow = ({ item: { title, outcome, evidence } }: { item: SecurityItem }) => (
  <li className={classes.row}>
    <Lamp level={outcomes[outcome].level} says={null} />
    <div className={classes.words}>
      <div className={classes.title}>{title}</div>
      <div className={classes.evidence}>
        <ForeignText>{evidence}</ForeignText>
      </div>
    </div>
    <span className={classes.outcome} data-outcome={outcome}>
      {outcomes[outcome].word}
    </span>
  </li>
);

/** The last check of the running program against Electron's security checklist, problems first. */
export const SecurityPane = () => {
  const client = useClient();
  const work = useWork();
  const { api, refresh } = useQueries();
  const { answer } = useHostQuery(api.system.security.queryOptions(), {
    onFailure: 'hide',
    everyMs: refreshMs,
  });
  const check = (): Promise<void> =>
    work.run(async () => {
      await runOperation(client, securityCheck, {});
      await refresh(api.system.security.key());
    });
  const report = answer.status === 'ready' ? answer.value : null;
  return (
    <Pane
      title={texts.title}
      description={texts.help}
      actions={
        <Button loading={work.busy} onClick={() => void check()}>
          {texts.check}
        </Button>
      }
    >
      <Failure message={work.failure ?? (answer.status === 'failed' ? answer.message : null)} />
      {answer.status === 'loading' && <LoadingState what={texts.loading} />}
      {report && report.checkedAt === null && <EmptyState title={texts.none}>{texts.noneHelp}</EmptyState>}
      {report && report.checkedAt !== null && (
        <div>
          <p className={classes.summary}>
            {summaryOf(report.items)} · {texts.checked} <RelativeTime at={report.checkedAt} />
          </p>
          <ul className={classes.list} aria-label={texts.list}>
            {report.items.map((item) => (
              <ItemRow key={item.number} item={item} />
            ))}
          </ul>
        </div>
      )}
    </Pane>
  );
};
