import { Button, CopyButton, VisuallyHidden } from '@mantine/core';
import { IconCopy, IconExternalLink, IconLogin2, IconLogout } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { isolate } from '#shared/kernel/index.ts';
import type { SignInAttempt, TwitchSignIn } from '#shared/model/index.ts';
import type { HealthLevel } from '#shared/model/index.ts';
import { formatExact, formatSpan } from '../../text/format.ts';
import { ForeignText, Lamp, Section, useNow } from '../../ui/index.ts';
import classes from './twitch-sign-in.module.css';
import { useTwitchSignIn, type TwitchSignInControl } from './use-twitch-sign-in.ts';

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

/** In two halves, as it is easier to read and to type. */
const inHalves = (code: string): string => {
  const middle = Math.ceil(code.length / 2);
  return `${code.slice(0, middle)} ${code.slice(middle)}`;
};

const TimeLeft = ({ until }: { until: number }) => {
  const left = Math.max(0, until - useNow());
  return (
    <span className={classes.note} title={`The code ends at ${formatExact(until)}`}>
      {left === 0 ? 'the code has ended' : `${formatSpan(Math.ceil(left / 1_000) * 1_000)} left`}
    </span>
  );
};

/** How to come by a client id, for who has none yet. */
const ClientIdSteps = () => (
  <ol className={classes.steps}>
    <li>
      Open{' '}
      <a href="https://dev.twitch.tv/console/apps" target="_blank" rel="noopener noreferrer">
        dev.twitch.tv/console/apps
      </a>{' '}
      and register an application. The account needs two-factor authentication.
    </li>
    <li>
      Any free name, http://localhost as the OAuth redirect URL, and <strong>Public</strong> as the client
      type.
    </li>
    <li>Enter its client id below and save. It is no secret.</li>
  </ol>
);

/** The code, the address, and how long both are good. */
const Code = ({ attempt, control }: { attempt: SignInAttempt; control: TwitchSignInControl }) => {
  const { userCode, verificationUri, expiresAt } = attempt;
  const box = useRef<HTMLDivElement>(null);
  // Who pressed the button hears the code next, and finds what to do with it by the Tab key.
  useEffect(() => box.current?.focus(), []);
  return (
    <div className={classes.code} ref={box} tabIndex={-1} role="group" aria-label="Code for Twitch">
      <p className={classes.step}>Enter this code at Twitch, and allow Cuelight there:</p>
      <p className={classes.letters}>
        <span aria-hidden="true">
          <ForeignText>{inHalves(userCode)}</ForeignText>
        </span>
        <VisuallyHidden>{isolate(userCode).split('').join(' ')}</VisuallyHidden>
      </p>
      <p className={classes.address}>
        <a href={verificationUri} target="_blank" rel="noopener noreferrer">
          <ForeignText>{verificationUri}</ForeignText>
        </a>
      </p>
      <div className={classes.buttons}>
        <Button
          component="a"
          variant="filled"
          href={verificationUri}
          target="_blank"
          rel="noopener noreferrer"
          leftSection={<IconExternalLink {...icon} />}
        >
          Open the address
        </Button>
        <CopyButton value={userCode} timeout={2_000}>
          {({ copied, copy }) => (
            <Button leftSection={<IconCopy {...icon} />} onClick={copy}>
              {copied ? 'Copied' : 'Copy the code'}
            </Button>
          )}
        </CopyButton>
        <Button loading={control.busy === 'cancel'} onClick={() => void control.run('cancel')}>
          Cancel the sign-in
        </Button>
        <TimeLeft until={expiresAt} />
      </div>
    </div>
  );
};

const SignInButton = ({ control, words }: { control: TwitchSignInControl; words: string }) => (
  <Button
    variant="filled"
    loading={control.busy === 'begin'}
    leftSection={<IconLogin2 {...icon} />}
    onClick={() => void control.run('begin')}
  >
    {words}
  </Button>
);

interface Standing {
  readonly level: HealthLevel | 'off';
  readonly words: string;
}

const standingOf = ({ configured, account, trouble, missingScopes, forecast }: TwitchSignIn): Standing => {
  if (!configured) return { level: 'off', words: 'Not set up: signing in needs a client id of your own' };
  if (trouble?.kind === 'sign-in-again') return { level: 'unhealthy', words: 'Sign in again' };
  if (!account) return { level: 'off', words: 'Nobody is signed in' };
  if (trouble)
    return { level: 'degraded', words: `Signed in as ${account.login}; Twitch cannot be asked now` };
  if (missingScopes.length > 0)
    return { level: 'degraded', words: `Signed in as ${account.login}; not everything was allowed` };
  if (forecast && !forecast.holds)
    return { level: 'degraded', words: `Signed in as ${account.login}; it may end before a long show does` };
  return { level: 'healthy', words: `Signed in as ${account.login}` };
};

/** What is to be known beside who is signed in, one sentence each. */
const notesOf = ({ configured, forecast, trouble, missingScopes, chat, pretended }: TwitchSignIn): string[] =>
  [
    trouble?.message,
    trouble?.kind === 'twitch-down' ? 'This is Twitch’s trouble: there is no need to sign in again.' : null,
    missingScopes.length > 0 ? `Not allowed: ${missingScopes.join(', ')}. Sign in again to allow it.` : null,
    trouble ? null : forecast?.message,
    forecast?.signInEndsAt ? `Left unused, the sign-in ends on ${day.format(forecast.signInEndsAt)}.` : null,
    configured || chat.source !== 'nobody' ? chat.message : null,
    pretended
      ? 'This is the pretended Twitch of the rehearsal; it allows a code by itself within seconds.'
      : null,
  ].filter((note): note is string => note !== null && note !== undefined && note !== '');

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' });

const endedWords = (attempt: SignInAttempt | null): string | null =>
  attempt === null || attempt.state === 'waiting' ? null : attempt.message;

const Body = ({ signIn, control }: { signIn: TwitchSignIn; control: TwitchSignInControl }) => {
  const { configured, account, trouble, attempt, missingScopes } = signIn;
  const waiting = attempt?.state === 'waiting';
  const { level, words } = standingOf(signIn);
  const again = trouble?.kind === 'sign-in-again' || missingScopes.length > 0 || attempt !== null;
  const ended = endedWords(attempt);
  return (
    <>
      <div className={classes.standing}>
        <Lamp level={level} />
        <span className={classes.who}>
          <ForeignText>{words}</ForeignText>
        </span>
        <span className={classes.deeds}>
          {configured && !waiting && (!account || missingScopes.length > 0) && (
            <SignInButton control={control} words={again ? 'Sign in to Twitch again' : 'Sign in to Twitch'} />
          )}
          {account && !waiting && (
            <Button
              loading={control.busy === 'signOut'}
              leftSection={<IconLogout {...icon} />}
              onClick={() => void control.run('signOut')}
            >
              Sign out
            </Button>
          )}
        </span>
      </div>
      <output className={classes.outcome} data-state={attempt?.state}>
        <ForeignText>
          {(waiting ? (attempt.troubled ? attempt.message : 'Waiting for Twitch.') : ended) ?? ''}
        </ForeignText>
      </output>
      {!configured && <ClientIdSteps />}
      {waiting && <Code key={attempt.userCode} attempt={attempt} control={control} />}
      {control.refusal !== null && (
        <p className={classes.refusal} role="alert">
          <ForeignText>{control.refusal}</ForeignText>
        </p>
      )}
      <ul className={classes.notes}>
        {notesOf(signIn).map((note) => (
          <li key={note}>
            <ForeignText>{note}</ForeignText>
          </li>
        ))}
      </ul>
    </>
  );
};

/** Signs in to Twitch and out again: who it is, until when it holds, and whom chat is written as. */
export const TwitchSignInPanel = () => {
  const control = useTwitchSignIn();
  const { state } = control;
  return (
    <div className={classes.place}>
      <Section title="Sign-in">
        <div className={classes.panel}>
          {state.status === 'loading' && <p className={classes.note}>Asking who is signed in</p>}
          {state.status === 'failed' && (
            <p className={classes.refusal} role="alert">
              <ForeignText>{state.message}</ForeignText>
            </p>
          )}
          {state.status === 'ready' && <Body signIn={state.value} control={control} />}
        </div>
      </Section>
    </div>
  );
};
