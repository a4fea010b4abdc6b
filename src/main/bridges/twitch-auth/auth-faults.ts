import { Fault, type FaultAction, foreignWords, isolate } from '#shared/kernel/index.ts';
import { platformOf } from '#shared/model/index.ts';

const { settingsPath } = platformOf('twitch');

const signIn: FaultAction = { kind: 'sign-in', label: 'Sign in to Twitch', target: settingsPath };

export const signedOut = (): Fault =>
  new Fault('twitch.signed-out', 'Nobody is signed in to Twitch. Sign in to use it.', {
    kind: 'authentication',
    action: signIn,
    notSetUp: true,
  });

/** Twitch told us that the account took its permission back. */
export const signInRevoked = (cause?: unknown): Fault =>
  new Fault(
    'twitch.sign-in-over',
    'Twitch access was revoked. Follows, subs and raids are not coming in. Sign in to Twitch again.',
    { kind: 'authentication', action: { ...signIn, label: 'Sign in to Twitch again' }, cause },
  );

/** The sign-in is over for good: revoked, or its refresh token was refused. */
export const signInOver = (login: string, cause?: unknown): Fault =>
  new Fault(
    'twitch.sign-in-over',
    `Twitch ended the sign-in of ${login}. Access was revoked, the password was changed, or it was not used for 30 days. Sign in to Twitch again.`,
    { kind: 'authentication', action: { ...signIn, label: 'Sign in to Twitch again' }, cause },
  );

/** Twitch refuses a token that it gave out a moment ago. */
export const freshTokenRefused = (login: string): Fault =>
  new Fault(
    'twitch.sign-in-refused',
    `Twitch refuses the token of ${login}, although it was renewed a moment ago. Sign in again, and allow everything that is asked for.`,
    { kind: 'authentication', action: { ...signIn, label: 'Sign in to Twitch again' } },
  );

export const clientRefused = (words: string): Fault =>
  new Fault(
    'twitch.client-refused',
    `Twitch refuses the client id ("${isolate(foreignWords(words))}"). It must belong to an application of the type "Public". Check the client id in the settings.`,
    {
      kind: 'configuration',
      action: { kind: 'open-settings', label: 'Check the Twitch client id', target: settingsPath },
    },
  );

export const clientMissing = (): Fault =>
  new Fault(
    'twitch.client-missing',
    'There is no Twitch client id. Make an application of the type "Public" at dev.twitch.tv and enter its client id.',
    {
      kind: 'configuration',
      action: { kind: 'open-settings', label: 'Enter the Twitch client id', target: settingsPath },
      notSetUp: true,
    },
  );

/** Twitch has a trouble of its own; the sign-in is not in question. */
export const twitchInTrouble = (status: number, retryAfterMs?: number): Fault =>
  new Fault(
    'twitch.unavailable',
    `Twitch cannot check sign-ins at the moment (HTTP ${status}). Your sign-in is kept and tried again: there is nothing to do.`,
    {
      kind: 'transient',
      action: { kind: 'retry', label: 'Try Twitch again' },
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  );

export const tokenNotSaved = (cause: unknown): Fault =>
  new Fault(
    'twitch.token-not-saved',
    'Twitch gave a new token and it cannot be saved, so it is not used yet. Free some disk space, or unlock the keychain.',
    { kind: 'transient', action: { kind: 'retry', label: 'Save it again' }, cause },
  );

export const codeExpired = (): Fault =>
  new Fault('twitch.code-expired', 'The sign-in code was not entered in time. Start again for a new one.', {
    kind: 'authentication',
    action: signIn,
  });

export const signInDenied = (): Fault =>
  new Fault('twitch.sign-in-denied', 'The sign-in was declined at Twitch. Start again to allow it.', {
    kind: 'authentication',
    action: signIn,
  });

export const signInCancelled = (): Fault =>
  new Fault('twitch.sign-in-cancelled', 'The sign-in was cancelled.', {
    kind: 'authentication',
    action: signIn,
  });

/** Twitch refuses the refresh token and still takes the access token: perhaps its own trouble, perhaps not. */
export const refreshRefused = (login: string, lifeMs: number): Fault =>
  new Fault(
    'twitch.refresh-refused',
    `Twitch does not renew the sign-in of ${login}. What is there works for another ${Math.round(lifeMs / 60_000)} min. Sign in again before the show.`,
    { kind: 'transient', action: { ...signIn, label: 'Sign in to Twitch again' } },
  );
