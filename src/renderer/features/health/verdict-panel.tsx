import { Button } from '@mantine/core';
import { isolate } from '#shared/kernel/index.ts';
import type { ComponentView } from '#shared/model/index.ts';
import { problemCountWords } from '#shared/model/problem-count.ts';
import { formatHourMinute } from '../../text/format.ts';
import { problemsOf, tallyComponents } from '../../model/health.ts';
import { useStores, useSystem } from '../../stores/stores-context.tsx';
import { useIsStale } from '../../stores/use-status.ts';
import { useFaultAction } from '../../stores/use-fault-action.ts';
import { ForeignText, Lamp, RelativeTime } from '../../ui/index.ts';
import classes from './verdict-panel.module.css';

const texts = { lastKnown: 'Last known: ' } as const;

const countsOf = (components: Iterable<ComponentView>): string => {
  const { healthy, off, notSetUp } = tallyComponents(components);
  return [
    `${healthy} healthy`,
    ...(off > 0 ? [`${off} off`] : []),
    ...(notSetUp > 0 ? [`${notSetUp} not set up`] : []),
  ].join(', ');
};

/** The full verdict: the root cause, its start, what it affects, and all other problems. */
export const VerdictPanel = () => {
  const { navigation } = useStores();
  const act = useFaultAction();
  const isStale = useIsStale();
  const verdict = useSystem((state) => state.verdict);
  const components = useSystem((state) => state.components);
  if (!verdict) return null;
  const { level, sentence, since, causeId, detail, problems, action } = verdict;
  const titleOf = (id: string): string => components.get(id)?.title ?? id;
  const count = problemsOf(verdict);
  return (
    <section className={classes.verdict} aria-label="Verdict">
      <Lamp level={isStale ? 'unknown' : level} size={28} />
      <div className={classes.words}>
        <p className={classes.sentence}>
          {isStale && texts.lastKnown}
          <ForeignText>{verdict.headline || sentence}</ForeignText>
        </p>
        {detail !== null && (
          <p className={classes.detail}>
            <ForeignText>{detail}</ForeignText>
          </p>
        )}
        <p className={classes.detail}>
          Since {formatHourMinute(since)}, <RelativeTime at={since} />
          {'. '}
          {count > 0 && `${problemCountWords(count)}. `}
          {countsOf(components.values())}.
        </p>
        {problems.length > 1 && (
          <ul className={classes.problems} aria-label="Problems">
            {problems.map((problem) => (
              <li key={problem.componentId}>
                <Lamp level={isStale ? 'unknown' : problem.level} />{' '}
                <ForeignText>{problem.headline}</ForeignText>
              </li>
            ))}
          </ul>
        )}
      </div>
      {causeId !== null && (
        <Button onClick={() => navigation.getState().select({ kind: 'component', id: causeId })}>
          {`Show ${isolate(titleOf(causeId))}`}
        </Button>
      )}
      {action && (
        <Button variant="filled" disabled={isStale} onClick={() => void act(action, causeId)}>
          <ForeignText>{action.label}</ForeignText>
        </Button>
      )}
    </section>
  );
};
