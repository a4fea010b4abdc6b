import { Button, VisuallyHidden } from '@mantine/core';
import { nextAttemptWords } from '../text/component-sentence.ts';
import { formatExact, formatRelative } from '../text/format.ts';
import { useConnection, useStores } from '../stores/stores-context.tsx';
import { EmptyState, ForeignText, Lamp, LoadingState, useNow } from '../ui/index.ts';
import classes from './bands.module.css';

const texts = {
  connecting: 'Connecting to Cuelight…',
  noAnswer: 'Cuelight isn’t responding',
  asOf: ' Showing the last known state from ',
  retryNow: 'Retry now',
  attempts: (attempt: number, next: string) =>
    ` Attempt ${attempt} failed · ${next}. If this goes on, restart Cuelight.`,
  linkTitle: 'Open Cuelight from its link',
  findLink: 'Copy the link from the terminal where Cuelight runs. It is in the line that starts with:',
  linkLine: 'Open it in a browser: http://127.0.0.1:…',
  linkLife: 'The link works in every tab until Cuelight stops.',
  openLink: 'Open the link that Cuelight printed when it last started.',
} as const;

/** The band under the verdict while there is no connection: says how old the page below is. */
export const ConnectionBand = () => {
  const { session } = useStores();
  const connection = useConnection();
  const now = useNow();
  if (connection.phase === 'connected') return null;
  if (connection.phase === 'connecting') {
    return (
      <output className={classes.lost}>
        <Lamp level="unknown" />
        <span>{texts.connecting}</span>
      </output>
    );
  }
  return (
    <div className={classes.lost} role="alert">
      <Lamp level="unknown" />
      <span>
        <ForeignText>{connection.message}</ForeignText>
        {texts.asOf}
        <time title={formatExact(connection.since)}>{formatRelative(connection.since, now)}</time>
        {connection.phase === 'lost' && ` · ${nextAttemptWords(connection.nextAttemptAt, now)}`}.
        {connection.phase === 'needs-link' && ` ${texts.openLink}`}
      </span>
      {connection.phase === 'lost' && <Button onClick={() => session.retryNow()}>{texts.retryNow}</Button>}
    </div>
  );
};

/** Replaces the page until the first connection. */
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
  if (connection.phase !== 'lost') return <LoadingState what={texts.connecting} />;
  return (
    <EmptyState
      title={texts.noAnswer}
      action={<Button onClick={() => session.retryNow()}>{texts.retryNow}</Button>}
    >
      <p>
        <ForeignText>{connection.message}</ForeignText>
        {texts.attempts(connection.attempt, nextAttemptWords(connection.nextAttemptAt, now))}
      </p>
    </EmptyState>
  );
};
