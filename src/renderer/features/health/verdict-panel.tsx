import { Button } from '@mantine/core';
import { formatHourMinute } from '../../data/format.ts';
import { tallyHealth } from '../../data/health-words.ts';
import { useStores, useSystem } from '../../stores/stores-context.tsx';
import { useFaultAction } from '../../stores/use-fault-action.ts';
import { Lamp, RelativeTime } from '../../ui/index.ts';
import classes from './verdict-panel.module.css';

const joinWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/** The verdict in full: what, since when, because of what, and who only suffers from it. */
export const VerdictPanel = () => {
  const { navigation } = useStores();
  const act = useFaultAction();
  const verdict = useSystem((state) => state.verdict);
  const components = useSystem((state) => state.components);
  if (!verdict) return null;
  const { level, sentence, since, causeId, collateral, action } = verdict;
  const titleOf = (id: string): string => components.get(id)?.title ?? id;
  const { total, problems, off } = tallyHealth(components.values());
  return (
    <section className={classes.verdict} aria-label="Verdict">
      <Lamp level={level} size={28} />
      <div className={classes.words}>
        <p className={classes.sentence}>{sentence}</p>
        <p className={classes.detail}>
          Since {formatHourMinute(since)}, <RelativeTime at={since} />
          {'. '}
          {problems === 0 ? `All ${total} parts are well` : `${problems} of ${total} parts are not well`}
          {off > 0 && `, ${off} switched off`}.
          {collateral.length > 0 &&
            ` ${joinWords(collateral.map(titleOf))} only ${collateral.length === 1 ? 'waits' : 'wait'} for ${causeId === null ? 'it' : titleOf(causeId)}.`}
        </p>
      </div>
      {causeId !== null && (
        <Button onClick={() => navigation.getState().select({ kind: 'component', id: causeId })}>
          Show {titleOf(causeId)}
        </Button>
      )}
      {action && (
        <Button variant="filled" onClick={() => void act(action, causeId)}>
          {action.label}
        </Button>
      )}
    </section>
  );
};
