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

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

const texts = {
  title: 'Sign-in',
  loading: 'Loading sign-in…',
  signIn: 'Sign in to Twitch',
  signInAgain: 'Sign in to Twitch again',
  signOut: 'Sign out',
  waiting: 'Waiting for Twitch…',
  code: 'Code for Twitch',
  enterCode: 'Enter this code on Twitch and allow Cuelight:',
  openTwitch: 'Open Twitch',
  copyCode: 'Copy code',
  copied: 'Copied',
  cancel: 'Cancel sign-in',
  codeExpired: 'code expired',
  notSetUp: 'Not set up: signing in needs a client ID of your own',
  expired: 'Sign in again',
  signedOut: 'Not signed in',
  twitchDown: "Twitch has a problem. You don't need to sign in again.",
  simulated: 'Simulated Twitch: the code is approved automatically.',
  steps: {
    register: 'and register an application. Your account needs two-factor authentication.',
    fill: 'Enter any free name, http://localhost as the OAuth redirect URL, and',
    clientType: 'Public',
    asType: 'as the client type.',
    save: 'Enter its client ID below and save. It is not secret.',
  },
  codeExpiresAt: (at: number) => `The code expires at ${formatExact(at)}`,
  timeLeft: (ms: number) => `${formatSpan(Math.ceil(ms / 1_000) * 1_000)} left`,
  signedIn: (login: string) => `Signed in as ${login}`,
  unreachable: (login: string) => `Signed in as ${login}, but Twitch can't be reached`,
  incomplete: (login: string) => `Signed in as ${login}, with permissions missing`,
  mayExpire: (login: string) => `Signed in as ${login}, but it may expire during a long stream`,
  missing: (scopes: readonly string[]) =>
    `Missing permissions: ${scopes.join(', ')}. Sign in again to allow them.`,
  expires: (at: number) => `Expires ${day.format(at)} if not used.`,
} as const;

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

/** Splits a code in two, which is easier to read and type. */
const inHalves = (code: string): string => {
  const middle = Math.ceil(code.length / 2);
  return `${code.slice(0, middle)} ${code.slice(middle)}`;
};

const TimeLeft = ({ until }: { until: number }) => {
  const left = Math.max(0, until - useNow());
  return (
    <span className={classes.note} title={texts.codeExpiresAt(until)}>
      {left === 0 ? texts.codeExpired : texts.timeLeft(left)}
    </span>
  );
};

/** The steps to get a Twitch client ID. */
const ClientIdSteps = () => (
  <ol className={classes.steps}>
    <li>
      Open{' '}
      <a href="https://dev.twitch.tv/console/apps" target="_blank" rel="noopener noreferrer">
        dev.twitch.tv/console/apps
      </a>{' '}
      {texts.steps.register}
    </li>
    <li>
      {texts.steps.fill} <strong>{texts.steps.clientType}</strong> {texts.steps.asType}
    </li>
    <li>{texts.steps.save}</li>
  </ol>
);

/** The code, the link, and the time left for both. */
const Code = ({ attempt, control }: { attempt: SignInAttempt; control: TwitchSignInControl }) => {
  const { userCode, verificationUri, expiresAt } = attempt;
  const box = useRef<HTMLDivElement>(null);
  // The focus moves to the code: a screen reader reads it next, and Tab reaches its buttons.
  useEffect(() => box.current?.focus(), []);
  return (
    <div className={classes.code} ref={box} tabIndex={-1} role="group" aria-label={texts.code}>
      <p className={classes.step}>{texts.enterCode}</p>
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
          {texts.openTwitch}
        </Button>
        <CopyButton value={userCode} timeout={2_000}>
          {({ copied, copy }) => (
            <Button leftSection={<IconCopy {...icon} />} onClick={copy}>
              {copied ? texts.copied : texts.copyCode}
            </Button>
          )}
        </CopyButton>
        <Button loading={control.busy === 'cancel'} onClick={() => void control.run('cancel')}>
          {texts.cancel}
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

interface Status {
  readonly level: HealthLevel | 'off';
  readonly words: string;
}

const statusOf = ({ configured, account, trouble, missingScopes, forecast }: TwitchSignIn): Status => {
  if (!configured) return { level: 'off', words: texts.notSetUp };
  if (trouble?.kind === 'sign-in-again') return { level: 'unhealthy', words: texts.expired };
  if (!account) return { level: 'off', words: texts.signedOut };
  if (trouble) return { level: 'degraded', words: texts.unreachable(account.login) };
  if (missingScopes.length > 0) return { level: 'degraded', words: texts.incomplete(account.login) };
  if (forecast && !forecast.holds) return { level: 'degraded', words: texts.mayExpire(account.login) };
  return { level: 'healthy', words: texts.signedIn(account.login) };
};

/** Returns the notes below the status, one sentence each. */
const notesOf = ({ configured, forecast, trouble, missingScopes, chat, simulated }: TwitchSignIn): string[] =>
  [
    trouble?.message,
    trouble?.kind === 'twitch-down' ? texts.twitchDown : null,
    missingScopes.length > 0 ? texts.missing(missingScopes) : null,
    trouble ? null : forecast?.message,
    forecast?.signInEndsAt ? texts.expires(forecast.signInEndsAt) : null,
    configured || chat.source !== 'nobody' ? chat.message : null,
    simulated ? texts.simulated : null,
  ].filter((note): note is string => note !== null && note !== undefined && note !== '');

const endedWords = (attempt: SignInAttempt | null): string | null =>
  attempt === null || attempt.state === 'waiting' ? null : attempt.message;

const Body = ({ signIn, control }: { signIn: TwitchSignIn; control: TwitchSignInControl }) => {
  const { configured, account, trouble, attempt, missingScopes } = signIn;
  const waiting = attempt?.state === 'waiting';
  const { level, words } = statusOf(signIn);
  const again = trouble?.kind === 'sign-in-again' || missingScopes.length > 0 || attempt !== null;
  const ended = endedWords(attempt);
  return (
    <>
      <div className={classes.standing}>
        <Lamp level={level} />
        <span className={classes.who}>
          <ForeignText>{words}</ForeignText>
        </span>
        <span className={classes.actions}>
          {configured && !waiting && (!account || missingScopes.length > 0) && (
            <SignInButton control={control} words={again ? texts.signInAgain : texts.signIn} />
          )}
          {account && !waiting && (
            <Button
              loading={control.busy === 'signOut'}
              leftSection={<IconLogout {...icon} />}
              onClick={() => void control.run('signOut')}
            >
              {texts.signOut}
            </Button>
          )}
        </span>
      </div>
      <output className={classes.outcome} data-state={attempt?.state}>
        <ForeignText>
          {(waiting ? (attempt.troubled ? attempt.message : texts.waiting) : ended) ?? ''}
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

/**
 * Signs in to Twitch and out. Shows the account, when the sign-in expires, and the account that writes in
 * chat.
 */
export const TwitchSignInPanel = () => {
  const control = useTwitchSignIn();
  const { state } = control;
  return (
    <div className={classes.place}>
      <Section title={texts.title}>
        <div className={classes.panel}>
          {state.status === 'loading' && <p className={classes.note}>{texts.loading}</p>}
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
