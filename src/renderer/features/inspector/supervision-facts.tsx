import type { ComponentView } from '#shared/model/index.ts';
import { formatCount, formatSpan } from '../../text/format.ts';
import { Fact, Facts, ForeignText, RelativeTime } from '../../ui/index.ts';
import classes from './supervision-facts.module.css';

const kindWords = {
  transient: 'Retried automatically',
  authentication: 'Needed a sign-in',
  configuration: 'Needed a change of settings',
  dependency: 'Waited for another component',
  defect: 'Restarted, up to the crash limit',
} as const;

const texts = {
  restarts: 'Restarts',
  sinceStart: (count: string) => `${count} since start`,
  attempt: 'Reconnect attempt',
  limit: 'Crash limit',
  used: (used: number, limit: number, span: string) => `${used} of ${limit} per ${span}`,
  lastFailure: 'Last failure',
  evidence: 'Crashes that led to the restart limit, oldest first:',
} as const;

const spanWords = (ms: number): string => (ms === 60_000 ? 'minute' : formatSpan(ms));

/** The number of restarts, the crash limit, and the last failure. */
export const SupervisionFacts = ({ component }: { component: ComponentView }) => {
  const { restarts, attempt, budget, lastFailure, evidence } = component.supervision;
  const cells = Array.from({ length: budget.limit }, (_, index) => index < budget.used);
  return (
    <>
      <Facts>
        <Fact name={texts.restarts}>{texts.sinceStart(formatCount(restarts))}</Fact>
        {attempt > 0 && <Fact name={texts.attempt}>{formatCount(attempt)}</Fact>}
        <Fact name={texts.limit}>
          <span className={classes.budget}>
            <span className={classes.cells} aria-hidden="true">
              {cells.map((used, index) => (
                // Cells have no identity but their place.
                // oxlint-disable-next-line react/no-array-index-key
                <span key={index} data-used={used || undefined} />
              ))}
            </span>
            {texts.used(budget.used, budget.limit, spanWords(budget.windowMs))}
          </span>
        </Fact>
        {lastFailure && (
          <Fact name={texts.lastFailure}>
            <ForeignText>{lastFailure.message}</ForeignText> <RelativeTime at={lastFailure.at} />
            {'. '}
            {kindWords[lastFailure.kind]}. <code className={classes.code}>{lastFailure.code}</code>
          </Fact>
        )}
      </Facts>
      {evidence.length > 0 && (
        <div className={classes.evidence}>
          <p>{texts.evidence}</p>
          <ol>
            {evidence.map((fault) => (
              <li key={`${fault.at}:${fault.code}`}>
                <ForeignText>{fault.message}</ForeignText> <RelativeTime at={fault.at} />
              </li>
            ))}
          </ol>
        </div>
      )}
    </>
  );
};
