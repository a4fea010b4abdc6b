import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatExact } from '../text/format.ts';
import { useRoute, useStores } from '../stores/stores-context.tsx';
import { usePast, type PastMoment } from '../stores/past-view.tsx';
import { EmptyState, ErrorState, LoadingState, RelativeTime } from '../ui/index.ts';
import classes from './past-band.module.css';

const useGoTo = (): ((at: number | null) => void) => {
  const { navigation } = useStores();
  return (at) => navigation.getState().setParams({ at: at === null ? '' : String(at) });
};

/** Always there while the page shows a past moment, so that nobody takes it for the present. */
const PastBand = ({ past }: { past: PastMoment }) => {
  const { navigation } = useStores();
  const { page, params } = useRoute();
  const goTo = useGoTo();
  const other = page === 'stage' ? 'health' : 'stage';
  return (
    <section className={classes.band} aria-label="The past">
      <span className={classes.word}>The past</span>
      <span className={classes.at}>{formatExact(past.at)}</span>
      <span className={classes.words}>
        <RelativeTime at={past.at} />. What was kept of that moment; the bar above and the inspector tell the
        present.
      </span>
      <Button onClick={() => navigation.getState().goTo(other, params)}>
        {other === 'stage' ? 'Show on the Stage' : 'Show on Health'}
      </Button>
      <Button variant="filled" onClick={() => goTo(null)}>
        Back to now
      </Button>
    </section>
  );
};

const Unknown = ({ past }: { past: Extract<PastMoment, { status: 'unknown' }> }) => {
  const goTo = useGoTo();
  const { knownBefore, knownAfter } = past;
  return (
    <EmptyState title="Nothing is known of this moment">
      <p>Cuelight did not run then, or let go of what it knew.</p>
      {knownBefore !== null && (
        <Button onClick={() => goTo(knownBefore)}>Go back to {formatExact(knownBefore)}</Button>
      )}{' '}
      {knownAfter !== null && (
        <Button onClick={() => goTo(knownAfter)}>Go on to {formatExact(knownAfter)}</Button>
      )}
    </EmptyState>
  );
};

const Notice = ({ past }: { past: PastMoment }) => {
  if (past.status === 'known') return null;
  return (
    <div className={classes.nothing}>
      {past.status === 'loading' && <LoadingState what="Reading what was then" />}
      {past.status === 'failed' && <ErrorState title="The moment could not be read" message={past.message} />}
      {past.status === 'unknown' && <Unknown past={past} />}
    </div>
  );
};

/**
 * A page, under a band that says so while it shows the past. The page keeps its place in the tree whatever is shown, so
 * that the time bar keeps the focus while somebody goes along it.
 */
export const WithPastBand = ({ children }: { children: ReactNode }) => {
  const past = usePast();
  const { page } = useRoute();
  // The Stage has nothing to draw of a moment of which nothing is known; Health keeps its time bar in sight.
  const drawn = past === null || past.status === 'known' || page === 'health';
  return (
    <div className={classes.column}>
      {past && <PastBand past={past} />}
      <div className={classes.rest}>
        {past && <Notice past={past} />}
        {drawn && children}
      </div>
    </div>
  );
};
