import type { ComponentView } from '#shared/model/index.ts';
import { formatCount, formatSpan } from '../../text/format.ts';
import { Fact, Facts, ForeignText, RelativeTime } from '../../ui/index.ts';
import classes from './supervision-facts.module.css';

const kindWords = {
  transient: 'tries again by itself',
  authentication: 'waits for a sign-in',
  configuration: 'waits for its settings to change',
  dependency: 'waits for another part',
  defect: 'restarted while the budget lasts, then quarantined',
} as const;

/** How often it was restarted, what is left of the budget, and what failed last. */
export const SupervisionFacts = ({ component }: { component: ComponentView }) => {
  const { restarts, attempt, budget, lastFailure, evidence } = component.supervision;
  const cells = Array.from({ length: budget.limit }, (_, index) => index < budget.used);
  return (
    <>
      <Facts>
        <Fact name="Wanted">{component.wanted}</Fact>
        <Fact name="Restarts">{formatCount(restarts)} since its orchestrator started</Fact>
        {attempt > 0 && <Fact name="This outage">attempt {attempt}</Fact>}
        <Fact name="Budget">
          <span className={classes.budget}>
            <span className={classes.cells} aria-hidden="true">
              {cells.map((used, index) => (
                // Cells have no identity but their place.
                // oxlint-disable-next-line react/no-array-index-key
                <span key={index} data-used={used || undefined} />
              ))}
            </span>
            {budget.used} of {budget.limit} restarts after defects in {formatSpan(budget.windowMs)}
          </span>
        </Fact>
        {lastFailure && (
          <Fact name="Last failure">
            <ForeignText>{lastFailure.message}</ForeignText> <RelativeTime at={lastFailure.at} />:{' '}
            {kindWords[lastFailure.kind]}. <code className={classes.code}>{lastFailure.code}</code>
          </Fact>
        )}
      </Facts>
      {evidence.length > 0 && (
        <div className={classes.evidence}>
          <p>What led to quarantine, oldest first:</p>
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
