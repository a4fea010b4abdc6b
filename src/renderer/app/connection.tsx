import { Button, VisuallyHidden } from '@mantine/core';
import { nextAttemptWords } from '../text/component-sentence.ts';
import { formatExact, formatRelative } from '../text/format.ts';
import { useConnection, useStores } from '../stores/stores-context.tsx';
import { EmptyState, ForeignText, Lamp, LoadingState, useNow } from '../ui/index.ts';
import classes from './bands.module.css';

const NEW_LINK = (
  <>
    <p>
      Cuelight gives each window its own link, which works once. Take the newest one from the terminal in
      which it runs:
    </p>
    <span className={classes.link}>Cuelight ready at http://127.0.0.1:…</span>
  </>
);

/** Stands under the verdict while the connection is away: what is shown below is old, and says how old. */
export const ConnectionBand = () => {
  const { session } = useStores();
  const connection = useConnection();
  const now = useNow();
  if (connection.phase === 'connected') return null;
  if (connection.phase === 'connecting') {
    return (
      <output className={classes.lost}>
        <Lamp level="unknown" />
        <span>Connecting to Cuelight</span>
      </output>
    );
  }
  return (
    <div className={classes.lost} role="alert">
      <Lamp level="unknown" />
      <span>
        <ForeignText>{connection.message}</ForeignText> What you see is as it was{' '}
        <time title={formatExact(connection.since)}>{formatRelative(connection.since, now)}</time>
        {connection.phase === 'lost' && `; ${nextAttemptWords(connection.nextAttemptAt, now)}`}.
        {connection.phase === 'needs-link' && ' Open the newest link that Cuelight printed when it started.'}
      </span>
      {connection.phase === 'lost' && <Button onClick={() => session.retryNow()}>Try now</Button>}
    </div>
  );
};

/** Fills the page while there has never been a connection. */
export const NoConnection = () => (
  <>
    <VisuallyHidden component="h1">Cuelight</VisuallyHidden>
    <NoConnectionBody />
  </>
);

const NoConnectionBody = () => {
  const { session } = useStores();
  const connection = useConnection();
  const now = useNow();
  if (connection.phase === 'needs-link') {
    return (
      <EmptyState title="This page needs a new link">
        <p>
          <ForeignText>{connection.message}</ForeignText>
        </p>
        {NEW_LINK}
      </EmptyState>
    );
  }
  if (connection.phase !== 'lost') return <LoadingState what="Connecting to Cuelight" />;
  return (
    <EmptyState
      title="Cuelight does not answer"
      action={<Button onClick={() => session.retryNow()}>Try now</Button>}
    >
      <p>
        <ForeignText>{connection.message}</ForeignText> Attempt {connection.attempt} failed;{' '}
        {nextAttemptWords(connection.nextAttemptAt, now)}. If it does not come back, start Cuelight again.
      </p>
    </EmptyState>
  );
};
