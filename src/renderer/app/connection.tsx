import { Button, VisuallyHidden } from '@mantine/core';
import { nextAttemptWords } from '../text/component-sentence.ts';
import { formatExact, formatRelative } from '../text/format.ts';
import { useConnection, useStores } from '../stores/stores-context.tsx';
import { EmptyState, ForeignText, Lamp, LoadingState, useNow } from '../ui/index.ts';
import classes from './bands.module.css';

const texts = {
  linkTitle: 'Open Cuelight from its link',
  findLink: 'Copy the link from the terminal where Cuelight runs. It is in the line that starts with:',
  linkLine: 'Open it in a browser: http://127.0.0.1:…',
  linkLife: 'The link works in every tab until Cuelight stops.',
  openLink: 'Open the link that Cuelight printed when it last started.',
} as const;

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
        {connection.phase === 'needs-link' && ` ${texts.openLink}`}
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
      <EmptyState title={texts.linkTitle}>
        <p>
          <ForeignText>{connection.message}</ForeignText> {texts.findLink}
        </p>
        <span className={classes.link}>{texts.linkLine}</span>
        <p>{texts.linkLife}</p>
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
