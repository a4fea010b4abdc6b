import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatExact } from '../text/format.ts';
import { useRoute, useStores } from '../stores/stores-context.tsx';
import { usePast, type PastMoment } from '../stores/past-view.tsx';
import { EmptyState, ErrorState, LoadingState, RelativeTime } from '../ui/index.ts';
import classes from './past-band.module.css';

const texts = {
  label: 'The past',
  recorded: ' · recorded state. The top bar and the inspector show the current status.',
  showOn: { stage: 'Show on the Stage', health: 'Show on Health' },
  backToNow: 'Back to now',
  unknown: 'No data for this moment',
  unknownWhy: 'Cuelight wasn’t running, or this data has been deleted.',
  goBack: (at: string) => `Go back to ${at}`,
  goOn: (at: string) => `Go to ${at}`,
  loading: 'Loading this moment…',
  failed: 'This moment could not be loaded',
} as const;

const useGoTo = (): ((at: number | null) => void) => {
  const { navigation } = useStores();
  return (at) => navigation.getState().setParams({ at: at === null ? '' : String(at) });
};

/** Stays visible while the page shows a past moment, so that no viewer mistakes it for the present. */
const PastBand = ({ past }: { past: PastMoment }) => {
  const { navigation } = useStores();
  const { page, params } = useRoute();
  const goTo = useGoTo();
  const other = page === 'stage' ? 'health' : 'stage';
  return (
    <section className={classes.band} aria-label={texts.label}>
      <span className={classes.word}>{texts.label}</span>
      <span className={classes.at}>{formatExact(past.at)}</span>
      <span className={classes.words}>
        <RelativeTime at={past.at} />
        {texts.recorded}
      </span>
      <Button onClick={() => navigation.getState().goTo(other, params)}>{texts.showOn[other]}</Button>
      <Button variant="filled" onClick={() => goTo(null)}>
        {texts.backToNow}
      </Button>
    </section>
  );
};

const Unknown = ({ past }: { past: Extract<PastMoment, { status: 'unknown' }> }) => {
  const goTo = useGoTo();
  const { knownBefore, knownAfter } = past;
  return (
    <EmptyState title={texts.unknown}>
      <p>{texts.unknownWhy}</p>
      {knownBefore !== null && (
        <Button onClick={() => goTo(knownBefore)}>{texts.goBack(formatExact(knownBefore))}</Button>
      )}{' '}
      {knownAfter !== null && (
        <Button onClick={() => goTo(knownAfter)}>{texts.goOn(formatExact(knownAfter))}</Button>
      )}
    </EmptyState>
  );
};

const Notice = ({ past }: { past: PastMoment }) => {
  if (past.status === 'known') return null;
  return (
    <div className={classes.nothing}>
      {past.status === 'loading' && <LoadingState what={texts.loading} />}
      {past.status === 'failed' && <ErrorState title={texts.failed} message={past.message} />}
      {past.status === 'unknown' && <Unknown past={past} />}
    </div>
  );
};

/**
 * The page, under a band while it shows the past. The page keeps its place in the tree in both cases, so that
 * the time bar keeps the focus while it moves.
 */
export const WithPastBand = ({ children }: { children: ReactNode }) => {
  const past = usePast();
  const { page } = useRoute();
  // The Stage has nothing to draw for an unknown moment; Health keeps its time bar visible.
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
